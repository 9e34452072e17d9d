"""Cases as officers meet them, filed the way applicants file them: through the sandbox's sources, by the pack's rules."""

from __future__ import annotations

from bancheng import now
from bancheng.apps.cases import drafts, entering
from bancheng.apps.cases.actions import officers
from bancheng.apps.cases.actions.submit import Confirmation, submit
from bancheng.apps.cases.models import DraftFile, SubCase
from bancheng.apps.files import keep
from bancheng.apps.staff import one_time
from bancheng.apps.staff.models import Officer
from bancheng.apps.subjects.actions.sign_in import sign_in
from bancheng.apps.subjects.base import Company, Identity
from bancheng.apps.subjects.models import Entity
from bancheng.apps.subjects.principal import Principal

MONDAY = (2026, 11, 23, 9, 30)
PASSWORD = "correct horse"
HOTEL = ("91371500MA3TE1T45E", "聊城凤凰台酒店有限公司", "371502199003070019", "王建国", "LC-KFQ")
GUESTHOUSE = ("92371526MA3TE1TE7H", "高唐县固河旅店", "371526198408080078", "郑涛", "LC-GT")
CLEANER = {"name": "陈静", "id_no": "371502199709230045", "post": "保洁", "direct": True}
EXPIRED = {"name": "何芳", "id_no": "371526199503030049", "post": "保洁", "direct": True}
#: A picture of one pixel: the smallest thing that is really a PNG.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005000"
    "1ff56c72fd40000000049454e44ae426082"
)


def principal(business: tuple[str, ...]) -> Principal:
    """The legal representative, acting for the business."""
    uscc, name, id_no, person, _ = business
    signed_in = sign_in(Identity(person, id_no, "19906350003", "high", (Company(uscc, name),)))
    return Principal(signed_in, Entity.objects.get(pk=uscc))


def hygiene(business: tuple[str, ...] = HOTEL, choice: str = "一般程序", staff: dict[str, object] = CLEANER, plan: bool = True) -> SubCase:
    """A hotel asks for its hygiene permit; the part that came of it. Where an officer has to see the papers first, one has accepted them."""
    who = principal(business)
    draft = drafts.create(
        "public-place-hygiene",
        business[4],
        {"hygiene.matter": "新办", "premises.kinds": ["宾馆旅店"], "procedure.choice": choice, "premises.central_ac": False},
    )
    entering.enter(draft, who)
    typed: dict[str, object] = {
        "premises.hygiene_manager": business[3],
        "premises.beds": "40",
        "premises.area_m2": "800",
        "premises.secondary_water": "false",
        "premises.disinfection_room": "true",
        "applicant.phone": "19906350003",
        "delivery.way": "电子证照",
        "delivery.address": "聊城市东昌府区柳园路 1 号",
        "staff": [staff],
    }
    problems = drafts.save(draft, typed)
    assert not problems, problems
    entering.enter(draft, who)
    if plan:
        DraftFile.objects.create(draft=draft, material="floor-plan", file=keep(PIXEL, "png"), name="平面图.png", added_at=now.business())
    joint = submit(draft.pk, who, Confirmation(now.business(), "high", committed=True))
    part = SubCase.objects.get(joint=joint)
    if part.stage == "received":
        name = f"front-{part.organisation}"
        front = Officer.objects.filter(username=name).first() or officer(name, part.organisation, "reviewer")
        officers.accept(front, part.number)
        part.refresh_from_db()
    return part


def officer(username: str, organisation: str, *roles: str, name: str = "") -> Officer:
    """Somebody who works at the desk."""
    made = Officer(username=username, name=name or username, organisation=organisation, roles=list(roles), totp_secret=one_time.new_secret())
    made.set_password(PASSWORD)
    made.save()
    return made


def code(who: Officer) -> str:
    """Their next one-time code."""
    who.refresh_from_db()
    return one_time.current(who).text
