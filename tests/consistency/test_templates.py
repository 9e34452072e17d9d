"""Nothing is drawn that is not there, and nothing is there that is never drawn: pages, documents, messages."""
import ast
import re

from bancheng.apps.messages.wording import WORDING
from bancheng.documents import KINDS
from tests.consistency.tree import ROOT, SRC, modules, named, short, text

TEMPLATES = SRC / "web" / "templates"
BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
NAME = re.compile(r"""["']((?:[\w-]+/)*[\w.-]+\.html)["']""")
COMMENT = re.compile(r"{% comment.*?endcomment %}|{#.*?#}", re.DOTALL)
DOCUMENTS = ROOT / "packs" / "liaocheng" / "templates"


def names_in_templates() -> dict[str, str]:
    """Template → where another one names it."""
    return {name: short(path) for path in named(".html", under=TEMPLATES) for name in NAME.findall(COMMENT.sub("", text(path)))}


def names_in_python() -> dict[str, str]:
    """Template → where the source names it."""
    return {
        node.value: f"{short(path)}:{node.lineno}"
        for path, tree in modules().items() for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[\w./-]+\.html", node.value)
    }


def test_every_template_that_is_named_exists():
    named_somewhere = names_in_templates() | names_in_python()
    assert len(named_somewhere) > 30
    assert not [f"{name} ({where})" for name, where in named_somewhere.items() if not (TEMPLATES / name).exists()]


def test_every_template_is_used():
    there = {path.relative_to(TEMPLATES).as_posix() for path in named(".html", under=TEMPLATES)}
    assert there - set(names_in_templates()) - set(names_in_python()) - BY_DJANGO == set()


def issued() -> list[tuple[str, str]]:
    """(kind, where) of every document that an action issues."""
    return [
        (kind, f"{short(path)}:{call.lineno}")
        for path, tree in modules(SRC / "apps" / "cases").items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and (place := {"papers.issue": 0, "papers.of_part": 1}.get(ast.unparse(call.func))) is not None
        for kind in said(tree, call.args[place])
    ]


def said(tree: ast.Module, argument: ast.expr) -> list[str]:
    """The texts that an argument can be: a constant, either side of a choice, or what the callers of its function pass on."""
    match argument:
        case ast.Constant(value=str() as value):
            return [value]
        case ast.IfExp(body=body, orelse=other):
            return said(tree, body) + said(tree, other)
        case ast.Name(id=name):
            return [value for at in ast.walk(tree) if isinstance(at, ast.FunctionDef) for value in passed(tree, at, name)]
    return []


def passed(tree: ast.Module, function: ast.FunctionDef, name: str) -> list[str]:
    """What callers in the same module pass for a parameter of a function, by place or by name."""
    parameters = [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]
    if name not in parameters:
        return []
    found: list[str] = []
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == function.name:
            given = dict(zip(parameters, call.args, strict=False)) | {one.arg: one.value for one in call.keywords if one.arg}
            if isinstance(given.get(name), ast.expr) and not isinstance(given[name], ast.Name):
                found += said(tree, given[name])
    return found


def test_every_kind_of_document_that_is_issued_can_be_drawn():
    kinds = issued()
    assert {"receipt", "acceptance", "correction", "granted", "refused"} <= {kind for kind, _ in kinds}
    assert not [f"{kind} ({where})" for kind, where in kinds if kind not in KINDS]


def test_every_kind_of_document_has_its_template():
    assert not [kind for kind, (template, _) in KINDS.items() if not (DOCUMENTS / f"{template}.typ").exists()]


def test_every_document_template_is_used():
    evidence = {path.stem.lower() for path in named(".yaml", under=ROOT / "packs" / "liaocheng" / "evidence")}
    listed = " ".join(text(path) for path in named(".yaml", under=ROOT / "packs" / "liaocheng" / "evidence")).lower()
    imported = {name for path in named(".typ", under=DOCUMENTS) for name in re.findall(r'#import "([\w-]+)\.typ"', text(path))}
    in_source = {node.value for tree in modules(SRC / "documents").values() for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    for path in named(".typ", under=DOCUMENTS):
        own = path.stem.removeprefix("licence-")
        of_evidence = path.stem.startswith("licence-") and (own in evidence or re.search(rf"\bid: {own}\b", listed))
        assert path.stem in imported or path.stem in in_source or of_evidence, f"nothing draws {path.name}"


def sent() -> list[tuple[str, str]]:
    """(message, where) of every message that is sent."""
    return [
        (template, f"{short(path)}:{call.lineno}")
        for path, tree in modules(SRC / "apps").items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("messages.send", "tell") and len(call.args) > 1
        for template in said(tree, call.args[1])
    ]


def test_every_message_that_is_sent_has_its_words():
    templates = sent()
    assert {"correction", "granted", "refused", "suspended", "licence_expiring"} <= {template for template, _ in templates}
    assert not [f"{template} ({where})" for template, where in templates if template not in WORDING]
    assert not set(WORDING) - {template for template, _ in templates}, "words that nobody is ever told"
