1 × SELECT … FROM django_session WHERE (django_session.expire_date > %s AND django_session.session_key = %s) LIMIT 21
1 × SELECT … FROM staff_officer WHERE staff_officer.id = %s LIMIT 21
5 × SELECT … FROM catalogue_releasepointer INNER JOIN catalogue_release ON (catalogue_releasepointer.release_id = catalogue_release.id) ORDER BY catalogue_releasepointer.id ASC LIMIT 1
1 × SELECT … FROM cases_jointcase WHERE cases_jointcase.number LIKE %s ESCAPE '\' ORDER BY cases_jointcase.number ASC LIMIT 99
1 × SELECT … FROM cases_subcase INNER JOIN cases_jointcase ON (cases_subcase.joint_id = cases_jointcase.id) WHERE (cases_subcase.number LIKE %s ESCAPE '\' AND cases_subcase.organisation = %s AND NOT (cases_subcase.outcome = %s)) ORDER BY cases_subcase.id DESC LIMIT 26
6 × SELECT … FROM cases_task WHERE (cases_task.closed_at IS NULL AND cases_task.kind IN (…) AND cases_task.organisation = %s) LIMIT 99
2 × SELECT … FROM cases_supervisorpush WHERE (cases_supervisorpush.organisation = %s AND cases_supervisorpush.seen_at IS NULL) LIMIT 99
1 × SELECT … FROM supervision_alert WHERE ((supervision_alert.audience = %s AND supervision_alert.organisation = %s) AND supervision_alert.seen_at IS NULL) LIMIT 99
1 × SELECT … FROM supervision_urge WHERE (supervision_urge.done_at IS NULL AND supervision_urge.organisation = %s) LIMIT 99
1 × SELECT … FROM supervision_overrun WHERE (supervision_overrun.organisation = %s AND supervision_overrun.reason_id IS NULL) LIMIT 99
