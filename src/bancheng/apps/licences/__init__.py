"""Licences that the city issues: signed, verifiable by anyone, and worth on each day what the law says.

A licence row is one version and never changes; what ends it is a `LicenceChange` beside it. Its canonical text and the
issuing authority's signature are stored as they were signed. `core.licence` decides what a licence is worth; here it is
issued, remembered, found, and its holder reminded.
"""
