"""Numbers that name people, organisations, licences and cases, and their check digits.

A check never raises on what a person typed. It returns `Checked`: the value if there is one, problems that must be
mended, and warnings that must not block. Every message says what to do, in Chinese and in English. Full-width digits,
spaces, hyphens and a lower-case x are put right silently: nobody should be sent back for those.

- `check_citizen_id`    GB 11643-1999, also the 18-digit cards of Hong Kong, Macao, Taiwan and foreign residents
- `check_uscc`          GB 32100-2015; a wrong check character only warns, since some early codes are legal without one
- `check_org_code`      GB 11714-1997
- `licence_identifier`  GB/T 36904-2018 with the check character of ISO 7064 MOD 37,36 (GB/T 17710)
- `case_number`         our own: region, day, serial, check character; `query_code` is the short secret beside it
"""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a number and what to do. `code` is for programs, the messages are for people."""

    code: str
    message: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """The result of a check: a value, or problems; warnings may stand beside a value."""

    value: T | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        return self.value is not None


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class CitizenId:
    """A number of GB 11643. `area` is where it was first given, which may be a code no longer in use (茌平 371523)."""

    number: str
    area: str
    birth_date: date
    sex: Sex


@dataclass(frozen=True, slots=True)
class Uscc:
    """A unified social credit code. `category` is its first two characters (91 company, 92 sole trader …)."""

    code: str
    category: str
    area: str
    org_code: str


@dataclass(frozen=True, slots=True)
class LicenceIdentifier:
    """The parts of an electronic licence identifier; `text` is the whole."""

    text: str
    type_code: str
    issuer: str
    serial: str
    version: str


@dataclass(frozen=True, slots=True)
class CaseNumber:
    text: str
    region: str
    day: date
    serial: int


LICENCE_ROOT = "1.2.156.3005.2"
"""The object identifier under which GB/T 36904 numbers licences."""

_PROVINCES = frozenset(
    f"{code}"
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_MISREAD = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ALNUM = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_QUERY_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 characters: no I, L, O (read as 1, 1, 0) and no U."""
_QUERY_LENGTH = 8


def normalise(text: str) -> str:
    """Full-width to half-width, no spaces, hyphens or dashes, upper case."""
    return re.sub(r"[\s\u200b-\u200f\u2010-\u2015\ufeff\-]", "", unicodedata.normalize("NFKC", text)).upper()


def check_citizen_id(text: str, as_of: date) -> Checked[CitizenId]:
    """Check a citizen id: length, characters, area, birth date (real, not after `as_of`) and check digit.

    The area is checked to the province: counties come and go, and a number keeps the county it was born with.
    """
    number = normalise(text)
    if not number:
        return _bad("empty", "请填写身份证号。", "Enter the citizen id number.")
    if len(number) != 18:
        return _bad(
            "length",
            f"身份证号是 18 位，您填了 {len(number)} 位，请对照证件再看一遍。",
            f"A citizen id has 18 characters, you entered {len(number)}. Please compare it with the card.",
        )
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        place = next(i for i, c in enumerate(number, 1) if not (c in "0123456789" or (i == 18 and c == "X")))
        return _bad(
            "characters",
            f"身份证号前 17 位是数字，最后一位是数字或 X。第 {place} 位不对，请改正。",
            f"A citizen id is 17 digits and a digit or X. Character {place} is not; please correct it.",
        )
    province = number[1:3] if number[0] == "9" else number[:2]
    if province not in _PROVINCES:
        return _bad(
            "area",
            f"身份证号开头的 {number[:6]} 不是我国的地区代码，请对照证件再看一遍。",
            f"The first digits {number[:6]} are no Chinese area code. Please compare them with the card.",
        )
    birth = _date(number[6:14])
    if birth is None or birth.year < 1800:
        return _bad(
            "birth_date",
            f"身份证号第 7 到 14 位是出生日期，{number[6:14]} 这一天不存在，请改正。",
            f"Digits 7 to 14 are the date of birth; {number[6:14]} is not a date. Please correct it.",
        )
    if birth > as_of:
        return _bad(
            "birth_date",
            f"身份证号里的出生日期 {_zh(birth)} 还没到，请改正第 7 到 14 位。",
            f"The date of birth in the number, {birth.isoformat()}, is in the future. Please correct digits 7 to 14.",
        )
    if citizen_id_check(number[:17]) != number[17]:
        return _bad(
            "check",
            "身份证号的校验位对不上，多半是有一位数字写错了，请对照证件逐位核对。",
            "The check digit does not fit: most likely one digit is wrong. Please compare each digit with the card.",
        )
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return Checked(CitizenId(number, number[:6], birth, sex))


def citizen_id_check(body: str) -> str:
    """The check character of 17 digits (GB 11643: weighted sum modulo 11)."""
    return _ID_CHECK[sum(w * int(c) for w, c in zip(_ID_WEIGHTS, body, strict=True)) % 11]


def check_uscc(text: str) -> Checked[Uscc]:
    """Check a unified social credit code. A check character that does not fit is a warning, never a block."""
    code = normalise(text)
    if not code:
        return _bad("empty", "请填写统一社会信用代码。", "Enter the unified social credit code.")
    if len(code) != 18:
        return _bad(
            "length",
            f"统一社会信用代码是 18 位，您填了 {len(code)} 位，请对照营业执照再看一遍。",
            f"A unified social credit code has 18 characters, you entered {len(code)}. "
            "Please compare it with the licence.",
        )
    for place, char in enumerate(code, 1):
        if char in _USCC_MISREAD:
            return _bad(
                "characters",
                f"统一社会信用代码里没有字母 {char}，第 {place} 位是不是 {_USCC_MISREAD[char]}？请改正。",
                f"A unified social credit code never has the letter {char}. "
                f"Is character {place} perhaps {_USCC_MISREAD[char]}?",
            )
        if char not in _USCC_ALPHABET:
            return _bad(
                "characters",
                f"统一社会信用代码只有数字和大写字母，第 {place} 位不对，请改正。",
                f"A unified social credit code has only digits and capital letters; please correct character {place}.",
            )
    if not code[2:8].isdigit():
        return _bad(
            "area",
            f"统一社会信用代码第 3 到 8 位是地区代码，应当都是数字，您填的是 {code[2:8]}，请改正。",
            f"Characters 3 to 8 are the area code and must be digits, not {code[2:8]}. Please correct them.",
        )
    warnings: tuple[Problem, ...] = ()
    if uscc_check(code[:17]) != code[17] or org_code_check(code[8:16]) != code[16]:
        warnings = (
            Problem(
                "check",
                "统一社会信用代码的校验位对不上。请对照营业执照逐位核对；如果执照上就是这样（少数早期代码如此），可以继续。",
                "The check character does not fit. Please compare each character with the licence; "
                "if the licence really says so (a few early codes do), go on.",
            ),
        )
    return Checked(Uscc(code, code[:2], code[2:8], code[8:17]), (), warnings)


def uscc_check(body: str) -> str:
    """The check character of the first 17 characters (GB 32100: weights 3^i modulo 31)."""
    total = sum(pow(3, i, 31) * _USCC_ALPHABET.index(c) for i, c in enumerate(body))
    return _USCC_ALPHABET[-total % 31]


def check_org_code(text: str) -> Checked[str]:
    """Check an organisation code of nine characters (with or without the hyphen)."""
    code = normalise(text)
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return _bad(
            "length" if len(code) != 9 else "characters",
            f"组织机构代码是 8 位数字或字母加 1 位校验码，您填的是“{code}”，请改正。",
            f"An organisation code is 8 digits or letters and a check character; you entered “{code}”.",
        )
    if org_code_check(code[:8]) != code[8]:
        return _bad(
            "check",
            "组织机构代码的校验码对不上，请逐位核对。",
            "The check character of the organisation code does not fit. Please compare each character.",
        )
    return Checked(code)


def org_code_check(body: str) -> str:
    """The check character of the first eight characters (GB 11714)."""
    remainder = sum(w * _ALNUM.index(c) for w, c in zip(_ORG_WEIGHTS, body, strict=True)) % 11
    return "0X987654321"[remainder]


def mod37_36(body: str) -> str:
    """The check character of ISO 7064 MOD 37,36 over digits and capital letters.

    It catches every single wrong character and nearly every swap of neighbours.

    Raises:
        ValueError: the text is empty or has a character other than 0-9 and A-Z.
    """
    if not body or any(c not in _ALNUM for c in body):
        raise ValueError("a check character is computed over digits and capital letters only")
    product = 36
    for char in body:
        total = (product + _ALNUM.index(char)) % 36 or 36
        product = total * 2 % 37
    return _ALNUM[(37 - product) % 36]


def licence_identifier(type_code: str, issuer: str, serial: str, version: int) -> str:
    """Number a licence that we issue (GB/T 36904-2018).

    Args:
        type_code: 21 characters: the USCC of the body that defined the type, and three of its own.
        issuer: the USCC of the issuing authority.
        serial: digits and capital letters, unique for type and issuer.
        version: 1 for the first issue, one more for each change.

    Raises:
        ValueError: a part does not have the form the standard asks for.
    """
    if not re.fullmatch(r"[0-9A-Z]{21}", type_code):
        raise ValueError(f"a licence type code has 21 digits or capital letters, not {type_code!r}")
    if not re.fullmatch(r"[0-9A-Z]{18}", issuer):
        raise ValueError(f"the issuer is a USCC of 18 characters, not {issuer!r}")
    if not re.fullmatch(r"[0-9A-Z]{1,40}", serial):
        raise ValueError(f"a serial has 1 to 40 digits or capital letters, not {serial!r}")
    if not 1 <= version <= 999:
        raise ValueError(f"a licence version runs from 1 to 999, not {version}")
    parts = (type_code, issuer, serial, f"{version:03d}")
    return ".".join((LICENCE_ROOT, *parts, mod37_36("".join(parts))))


def check_licence_identifier(text: str) -> Checked[LicenceIdentifier]:
    """Read a licence identifier, ours or a foreign one (whose issuer may be any digits and letters)."""
    whole = normalise(text)
    found = re.fullmatch(
        re.escape(LICENCE_ROOT) + r"\.([0-9A-Z]{21})\.([0-9A-Z]{1,18})\.([0-9A-Z]{1,40})\.([0-9A-Z]{3})\.([0-9A-Z])",
        whole,
    )
    if found is None:
        return _bad(
            "form",
            f"电子证照标识以 {LICENCE_ROOT} 开头，后面用点隔开类型、颁发机构、流水号、版本和校验位，"
            "请照证照上的抄写完整。",
            f"A licence identifier starts with {LICENCE_ROOT}, then type, issuer, serial, version and check character, "
            "with dots between. Please copy it whole from the licence.",
        )
    type_code, issuer, serial, version, check = found.groups()
    if mod37_36(type_code + issuer + serial + version) != check:
        return _bad(
            "check",
            "电子证照标识的校验位对不上，请逐位核对；如果是扫码得到的，这张证照可能被改动过。",
            "The check character does not fit. Please compare each character; if it was scanned, "
            "the licence may have been altered.",
        )
    return Checked(LicenceIdentifier(whole, type_code, issuer, serial, version))


def case_number(region: str, day: date, serial: int) -> str:
    """The public number of a case: region (6), day (8), serial of the day (6), check character.

    Raises:
        ValueError: the region is not six digits, or the day's serials are used up.
    """
    if not re.fullmatch(r"[0-9]{6}", region):
        raise ValueError(f"a region code has six digits, not {region!r}")
    if not 1 <= serial <= 999_999:
        raise ValueError(f"a case serial runs from 1 to 999999, not {serial}")
    body = f"{region}{day:%Y%m%d}{serial:06d}"
    return body + mod37_36(body)


def check_case_number(text: str) -> Checked[CaseNumber]:
    number = normalise(text)
    day = _date(number[6:14])
    if not re.fullmatch(r"[0-9]{20}[0-9A-Z]", number) or day is None or number[14:20] == "000000":
        return _bad(
            "form",
            "办件编号是 20 位数字加 1 位校验码，请照收件凭证上的抄写完整。",
            "A case number is 20 digits and a check character. Please copy it whole from the receipt.",
        )
    if mod37_36(number[:20]) != number[20]:
        return _bad(
            "check",
            "办件编号的校验码对不上，多半是有一位写错了，请对照收件凭证逐位核对。",
            "The check character does not fit: most likely one digit is wrong. Please compare it with the receipt.",
        )
    return Checked(CaseNumber(number, number[:6], day, int(number[14:20])))


def query_code(entropy: bytes) -> str:
    """Eight easily read characters from at least five random bytes that the caller drew from a secure source.

    Raises:
        ValueError: fewer than five bytes.
    """
    if len(entropy) < 5:
        raise ValueError("a query code needs five random bytes")
    bits = int.from_bytes(entropy[:5], "big")
    return "".join(_QUERY_ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5))


def check_query_code(text: str) -> Checked[str]:
    """Read a query code as typed: case, spaces, hyphens do not matter; O is 0, I and L are 1."""
    code = normalise(text).translate(str.maketrans("OIL", "011"))
    if len(code) != _QUERY_LENGTH or any(c not in _QUERY_ALPHABET for c in code):
        return _bad(
            "form",
            f"查询码是 {_QUERY_LENGTH} 位数字和字母，请照收件凭证上的填写。",
            f"A query code has {_QUERY_LENGTH} digits and letters. Please copy it from the receipt.",
        )
    return Checked(code)


def _bad(code: str, message: str, message_en: str) -> Checked[T]:
    return Checked(None, (Problem(code, message, message_en),))


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _zh(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
