"""Pages of efficiency supervision: the lights of all organisations, any trail, what is told to whom, reports and savings.

They stand in the desk's frame (`web.desk.frame`); who sees what is said in `apps.supervision.queries`.
"""
