"""Efficiency supervision (效能监督): who is told when a limit runs out, who urges, and what the city can say about all its cases.

- The ladder (`actions/climb`): a yellow light is told to those who handle the case, a red one to the overseers, a statutory limit that has passed to
  the head of the authority and of the one that leads the theme. Each rung is climbed once for each last day, by a durable timer.
- An overrun promise asks the handlers for a reason, which everybody can read (R-33).
- Overseers see the lights of all organisations of their region, open the trail of any case (logged), urge (催办) and follow up (督办).
- `report` and `figures` count what the event log says.

Lights are never stored: they follow from the dates of a case on any day (`queries.light_is`), in the same way as `core.procedure.light`.
"""
