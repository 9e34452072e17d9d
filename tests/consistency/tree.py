"""The files of the repository, as git sees them: what is kept or would be kept, never what is ignored."""
import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "bancheng"


@cache
def files() -> tuple[Path, ...]:
    """Every file that is tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return tuple(sorted(path for name in listed if name and (path := ROOT / name).is_file()))


def named(*suffixes: str, under: Path = ROOT) -> list[Path]:
    """Files with one of these endings under a folder."""
    return [path for path in files() if path.suffix in suffixes and under in path.parents]


def text(path: Path) -> str:
    """What stands in a file."""
    return path.read_text(encoding="utf-8")


@cache
def modules(under: Path = SRC) -> dict[Path, ast.Module]:
    """Python modules with their trees, without migrations."""
    return {path: ast.parse(text(path)) for path in named(".py", under=under) if "migrations" not in path.parts}


def short(path: object) -> str:
    """A path as a test's name shows it."""
    return path.relative_to(ROOT).as_posix() if isinstance(path, Path) else str(path)
