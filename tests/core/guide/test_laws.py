"""Laws of the guide over random answers (handbook §8.2: I5, I6) and over the order of asking."""
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bancheng import packs
from bancheng.core import canonical
from bancheng.core.catalogue import Catalogue
from bancheng.core.guide import plan, plan_data
from tests.core.conftest import DAY, GOOD, told

TOWN = Catalogue.build(packs.read(GOOD).definitions)
KINDS = [option.value for option in TOWN.elements["food.kinds"].options]
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "licence.held": st.booleans(),
        "food.kinds": st.lists(st.sampled_from(KINDS), min_size=1, unique=True).map(tuple),
        "premises.area_m2": st.sampled_from(["1", "49.99", "50", "300"]).map(Decimal),
        "procedure.choice": st.sampled_from(["告知承诺", "一般程序"]),
        "applicant.name": st.just("张三"),
    },
)
EVIDENCE = st.none() | st.frozensets(st.sampled_from(["L01", "L03", "L09", "L30"]))


@given(ANSWERS, EVIDENCE)
def test_same_answers_same_plan(answers, evidence):
    one = plan(TOWN, "open-shop", told(answers), DAY, "T-A", evidence)
    backwards = dict(reversed(list(answers.items())))
    other = plan(Catalogue.build(TOWN.definitions), "open-shop", told(backwards), DAY, "T-A", evidence)
    assert canonical.dumps(plan_data(TOWN, one)) == canonical.dumps(plan_data(TOWN, other))


@given(ANSWERS, EVIDENCE, EVIDENCE)
def test_papers_depend_on_version_and_answers_only(answers, one, other):
    """I5: what is held elsewhere changes how a paper is met, never which papers there are."""
    first = plan(TOWN, "open-shop", told(answers), DAY, "T-A", one)
    second = plan(TOWN, "open-shop", told(answers), DAY, "T-A", other)
    assert [paper.id for paper in first.materials] == [paper.id for paper in second.materials]


@given(ANSWERS)
def test_no_element_is_asked_twice(answers):
    """I6: neither by the questions nor by the one form."""
    found = plan(TOWN, "open-shop", told(answers), DAY)
    assert len(set(found.questions)) == len(found.questions)
    rows = [row.element for row in found.form]
    assert len(set(rows)) == len(rows)


@given(ANSWERS)
def test_an_answer_never_changes_what_was_decided(answers):
    """A part that is needed or not stays so whatever else is said."""
    said = list(answers.items())
    for number in range(len(said)):
        before = plan(TOWN, "open-shop", told(dict(said[:number])), DAY)
        after = plan(TOWN, "open-shop", told(dict(said[: number + 1])), DAY)
        for old, new in zip(before.parts, after.parts, strict=True):
            assert old.state in ("open", new.state)


@given(ANSWERS)
@settings(max_examples=50)
def test_answering_what_is_asked_comes_to_an_end(answers):
    """Whoever answers each next question is done after at most as many answers as the theme has questions."""
    everything = {"licence.held": True, "food.kinds": ("热食",), "premises.area_m2": Decimal(80), "procedure.choice": "一般程序", **answers}
    said: dict = {}
    for _ in range(len(TOWN.themes["open-shop"][0].asks)):
        asked = plan(TOWN, "open-shop", told(said), DAY).next_question
        if asked is None:
            break
        assert asked not in said
        said[asked] = everything[asked]
    done = plan(TOWN, "open-shop", told(said), DAY)
    assert done.next_question is None
    assert done.ignored == ()
    whole = plan(TOWN, "open-shop", told({**everything, **answers}), DAY)
    assert [part.state for part in whole.parts] == [part.state for part in done.parts]
