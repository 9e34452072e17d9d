"""The catalogue: a city's services as data, indexed for a day and a place, and checked before anybody relies on it.

- `models`: the vocabulary of the pack;
- `definitions`: the same as JSON, with keys and digests;
- `Catalogue`: one release, indexed;
- `values`: what people type, read and shown as the dictionary says;
- `materials`: which papers an item asks for, and what makes each unnecessary;
- `check`: everything that can be wrong with a pack, as problems with a place and a mend.
"""
from __future__ import annotations

from bancheng.core.catalogue.catalogue import CHOICE, Catalogue, NotInCatalogue
from bancheng.core.catalogue.checks import check, name_problems
from bancheng.core.catalogue.problems import Problem

__all__ = ["CHOICE", "Catalogue", "NotInCatalogue", "Problem", "check", "name_problems"]
