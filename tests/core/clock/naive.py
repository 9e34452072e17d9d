"""A deliberately naive second calculator: one day at a time, no cleverness shared with the product.

It writes down for every day of a long stretch whether it uses up a budget, and reads the answer off that list.
"""
from datetime import timedelta

DAY = timedelta(days=1)


def worked(day, years):
    for year in years:
        if day in year.off:
            return False
        if day in year.work:
            return True
    return day.isoweekday() <= 5


def stopped(day, ledger):
    """'open', 'closed' or '' for a day."""
    found = ""
    for s in ledger.suspensions:
        if day >= s.start and s.end is None:
            return "open"
        if s.end is not None and s.start <= day <= s.end:
            found = "closed"
    return found


def same_day_later(start, months):
    """Step forward a day at a time until `months` months have turned; stop at the same day or the month's last."""
    day, turned = start, 0
    while turned < months:
        if (day + DAY).day == 1:
            turned += 1
        day += DAY
    while day.day < start.day and (day + DAY).day != 1:
        day += DAY
    return day


def one_budget(number, unit, start, ledger, years):
    if unit == "month" or unit == "year":
        months = number if unit == "month" else 12 * number
        number = (same_day_later(start, months) - start).days if months else 0
        unit = "natural_day"
    used, day = 0, start
    while used < number:
        day += DAY
        state = stopped(day, ledger)
        if state == "open":
            return None
        if state == "" and (unit == "natural_day" or worked(day, years)):
            used += 1
    while not worked(day, years):
        day += DAY
        while stopped(day, ledger) == "closed":
            day += DAY
        if stopped(day, ledger) == "open":
            return None
    return day


def count_day_by_day(amount, ledger, years):
    number = amount.number
    rest = []
    for extension in ledger.extensions:
        if extension.amount.unit == amount.unit:
            number += extension.amount.number
        else:
            rest.append(extension.amount)
    day = one_budget(number, str(amount.unit), ledger.started, ledger, years)
    for extra in rest:
        if day is None:
            return None
        day = one_budget(extra.number, str(extra.unit), day, ledger, years)
    return day
