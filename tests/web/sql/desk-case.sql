1 × SELECT … FROM django_session WHERE (django_session.expire_date > %s AND django_session.session_key = %s) LIMIT 21
1 × SELECT … FROM staff_officer WHERE staff_officer.id = %s LIMIT 21
1 × SELECT … FROM cases_subcase INNER JOIN cases_jointcase ON (cases_subcase.joint_id = cases_jointcase.id) WHERE cases_subcase.number = %s ORDER BY cases_subcase.id ASC LIMIT 1
2 × SELECT … FROM audit_event WHERE audit_event.stream = %s ORDER BY 1 DESC LIMIT 1
2 × INSERT INTO audit_event (stream, sequence, type, at, recorded_at, actor, on_behalf, basis, payload_text, previous, digest) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING audit_event.id
1 × SELECT … FROM cases_review WHERE cases_review.sub_case_id = %s ORDER BY cases_review.number DESC LIMIT 1
1 × SELECT … FROM staff_officer
1 × SELECT … FROM catalogue_releasepointer INNER JOIN catalogue_release ON (catalogue_releasepointer.release_id = catalogue_release.id) ORDER BY catalogue_releasepointer.id ASC LIMIT 1
1 × SELECT … FROM cases_casefile INNER JOIN files_storedfile ON (cases_casefile.file_id = files_storedfile.id) WHERE (cases_casefile.joint_id = %s AND cases_casefile.material IN (…)) ORDER BY cases_casefile.round DESC, cases_casefile.id ASC
2 × SELECT … FROM audit_event WHERE audit_event.stream = %s ORDER BY audit_event.sequence ASC
1 × SELECT … FROM cases_task WHERE (cases_task.sub_case_id = %s AND cases_task.closed_at IS NULL) ORDER BY cases_task.opened_at ASC
1 × SELECT … FROM sources_recheck WHERE (sources_recheck.case = %s AND sources_recheck.state IN (…))
1 × SELECT … FROM cases_note WHERE cases_note.sub_case_id = %s
1 × SELECT … FROM licences_licence WHERE licences_licence.sub_case IN (…) ORDER BY licences_licence.id ASC
1 × SELECT … FROM cases_issueddocument WHERE (cases_issueddocument.joint_id = %s AND (cases_issueddocument.sub_case_id = %s OR cases_issueddocument.sub_case_id IS NULL)) ORDER BY cases_issueddocument.issued_at ASC, cases_issueddocument.id ASC
1 × SELECT (SELECT COUNT(*) FROM (SELECT … FROM cases_task WHERE (cases_task.closed_at IS NULL AND cases_task.organisation = %s AND cases_task.queue = %s) LIMIT 99) AS counted), (SELECT COUNT(*) FROM (SELECT … FROM cases_task WHERE (cases_task.closed_at IS NULL AND cases_task.organisation = %s AND cases_task.queue = %s) LIMIT 99) AS counted), (SELECT COUNT(*) FROM (SELECT … FROM cases_task WHERE (cases_task.closed_at IS NULL AND cases_task.organisation = %s AND cases_task.queue = %s) LIMIT 99) AS counted), (SELECT COUNT(*) FROM (SELECT … FROM cases_supervisorpush WHERE (cases_supervisorpush.organisation = %s AND cases_supervisorpush.seen_at IS NULL) LIMIT 99) AS counted), (SELECT COUNT(*) FROM (SELECT … FROM supervision_alert WHERE ((supervision_alert.audience = %s AND supervision_alert.organisation = %s) AND supervision_alert.seen_at IS NULL) LIMIT 99) AS counted), (SELECT COUNT(*) FROM (SELECT … FROM supervision_urge WHERE (supervision_urge.done_at IS NULL AND supervision_urge.organisation = %s) LIMIT 99) AS counted), (SELECT COUNT(*) FROM (SELECT … FROM supervision_overrun WHERE (supervision_overrun.organisation = %s AND supervision_overrun.reason_id IS NULL) LIMIT 99) AS counted)
