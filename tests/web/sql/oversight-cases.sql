1 × SELECT … FROM django_session WHERE (django_session.expire_date > %s AND django_session.session_key = %s) LIMIT 21
1 × SELECT … FROM staff_officer WHERE staff_officer.id = %s LIMIT 21
1 × SELECT … FROM catalogue_releasepointer INNER JOIN catalogue_release ON (catalogue_releasepointer.release_id = catalogue_release.id) ORDER BY catalogue_releasepointer.id ASC LIMIT 1
1 × SELECT … FROM cases_subcase INNER JOIN cases_jointcase ON (cases_subcase.joint_id = cases_jointcase.id) WHERE (cases_subcase.outcome = %s AND cases_subcase.promised_due IS NOT NULL AND cases_subcase.statutory_due IS NOT NULL AND cases_subcase.promised_due < %s AND cases_subcase.statutory_due >= %s AND cases_subcase.organisation IN (…)) ORDER BY cases_subcase.promised_due ASC, cases_subcase.id ASC LIMIT 26
1 × SELECT (SELECT COUNT(*) FROM (SELECT … FROM supervision_alert WHERE ((supervision_alert.audience = %s AND supervision_alert.organisation IN (…)) AND supervision_alert.seen_at IS NULL) LIMIT 99) AS counted)
