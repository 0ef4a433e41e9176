/**
 * What packed texts are made of, the commonest last, where a reference to it is shortest. A text packed with these words
 * can only be read with them: a better list is a second list and a new way in `packed-text.ts`, never a change of this one.
 */
export const firstWords = [
  '"messages":[{"signals":[{"correlation":"incidents":[{"element":"code":"facts":"since":"subscriptions":[{"kind":"message","name":"',
  '"callsOff":["calls":[{"no":,"topic":"","vars":{"incidentsOff":["subscriptionsOff":["timersOff":["timers":[{"key":"own:","sent":{"watch":{"ended":true',
  '"consulted":{"question":"","asked":[{"verdict":"agree","isLate":false,"isOnTime":true,"isAccepted":true,"text":"opinion":,"aside":"consult:1","granted":true',
  '"reorganisation":,"legalNumber":"","from":{"unitId":,"authorityId":,"receivingUnitId":',
  '"pauses":[{"cause":"supplement","legalGround":null,"capWorkingDays":null,"from":"","to":null,"fromWt":,"toWt":null}],',
  '"extensions":[{"at":"","newDueOn":"","reason":"","legalGround":"previousDueAt":"","previousDueWt":',
  '"faults":[{"componentId":"identity","text":""}],"note":"","reasonCode":"missing","dueOn":"-01-15","dueAt":"T10:00:00.000Z","resultNumber":"/KQ"',
  '"supplements":1,"supplementDueOn":null,"priorStatus":"processing","consultations":',
  '"status":"submitted","status":"waiting_supplement","status":"returned","status":"withdrawn","status":"refused","status":"stopped","deliveryStatus":"delivered","moneyStatus":"due","paid"',
  'Đất đaiXây dựngĐầu tưY tếGiao thôngGiáo dụcVăn hóaLao độngTư phápChứng thựcBảo trợ xã hộiNgười có côngHộ tịchHộ kinh doanhTrần Lê Phạm Hoàng Vũ Nguyễn Thị Văn ',
  '"process":{"next":,"live":[{"k":,"at":"","in":,"via":"","vars":{"task":"gateway":"timer":"left":{"cor":{',
  '"policy":"end_of_day","limit":{"unit":"working_days","value":"unit":"hours","unit":"months","unit":"calendar_days","unit":"immediate"},"startDay":19',
  '"online","post","channel":"counter","field":"","proposed":"rejected","citizen","organisation"',
  '"postKind":"controller","postKind":"head","stepKey":"review","stepKey":"consult","waiting":true',
  '{"set":{"definitionId":1,"kind":"dossier","code":"000.00.00.H26-260","title":"","authorityId":,"receivingUnitId":,"unitId":,"status":"received","moneyStatus":"none","deliveryStatus":"pending","syncStatus":"pending","outcome":null,',
  '"marking":[{"taskNo":1,"stepKey":"receive","unitId":,"postKind":"one_stop","field":null,"assigneeId":null,"waiting":false,"openedAt":"2026-',
  '"process":null,"clock":{"calendarId":1,"calendarVersion":1,"policy":"exact_hour","limit":{"unit":"same_day_before","cutoff":"15:00"},"receivedAt":"2026-01-09T02:00:00.000Z","startWt":110430,"startDay":19670,"dueWt":110850,"originalDueAt":"2026-01-09T10:00:00.000Z","originalDueWt":110850,"pauses":[],"extensions":[]},',
  '"calendarId":2,"dueWt":,"promisedAt":"T10:00:00.000Z","openedAt":"","receivedAt":"","closedAt":null,"tags":{"procedureCode":"1.00","versionId":"2.000635@1","channel":"counter","field":"Hộ tịch","proposed":"granted","resultNumber":"1/KQ"}}}',
  '{"fromUnitId":,"toUnitId":,"set":{"status":"processing","marking":[{"taskNo":2,"stepKey":"appraise","unitId":',
  '"closedAt":"2026-","outcome":"granted","onTime":true,"set":{"status":"decided",',
  '{"outcome":"granted","set":{"marking":[{"taskNo":4,"stepKey":"sign","unitId":,"postKind":"leader","field":null,"assigneeId":null,"waiting":false,"openedAt":"2026-',
  ',"stepKey":"return","stepKey":"issue","unitId":,"postKind":"clerk","field":null,"assigneeId":',
  '{"set":{"marking":[{"taskNo":3,"stepKey":"appraise","unitId":,"postKind":"specialist","field":"Hộ tịch","assigneeId":,"waiting":false,"openedAt":"2026-01-09T02:00:00.000Z","calendarId":2,"dueWt":110760}],"status":"processing"}}',
].join('')

/**
 * As the first, and what dossiers on a BPMN model say more of: who handed on, timers, places of tokens, opinions asked and
 * given.
 */
export const secondWords = [
  '"sent":{"messages":[{"calls":[{"no":,"topic":"incidents":[{"element":"code":"subscriptions":[{"kind":"message","name":"","ended":true',
  '"pauses":[{"cause":"supplement","capWorkingDays":null,"from":"","to":null,"fromWt":,"toWt":null}],',
  '"faults":[{"componentId":"identity","text":""}],"note":"","reasonCode":"missing","dueOn":"-01-15","onBehalfOf":{"name":"","decision":"',
  '"supplements":1,"supplementDueOn":null,"priorStatus":"processing","status":"submitted","status":"awaiting_supplement","returned","refused","stopped","deliveryStatus":"delivered"',
  'Đất đaiXây dựngĐầu tưY tếGiao thôngGiáo dụcVăn hóaLao độngTư phápChứng thựcBảo trợ xã hộiNgười có côngHộ tịchHộ kinh doanhNguyễn Thị ',
  '"policy":"end_of_day","limit":{"unit":"working_days","value":"unit":"calendar_days"',
  '"channel":"online","proposed":"rejected"',
  '"postKind":"head","stepKey":"review","waiting":true',
  '{"set":{"definitionId":1,"kind":"dossier","code":"000.00.00.H26-260","title":"","authorityId":,"receivingUnitId":,"unitId":,"status":"received","moneyStatus":"none","deliveryStatus":"pending","syncStatus":"pending","outcome":null,',
  '"marking":[{"taskNo":1,"stepKey":"receive","unitId":,"postKind":"one_stop","field":null,"assigneeId":null,"waiting":false,"openedAt":"2026-',
  '"process":null,"clock":{"calendarId":1,"calendarVersion":1,"policy":"exact_hour","limit":{"unit":"same_day_before","cutoff":"15:00"},"receivedAt":"2026-01-09T02:00:00.000Z","startWt":110430,"startDay":19670,"dueWt":110850,"originalDueAt":"2026-01-09T10:00:00.000Z","originalDueWt":110850,"pauses":[],"extensions":[]},',
  '{"opinion":1,"unitId":,"verdict":"disagree","verdict":"agree","text":"","askedBy":,"isLate":false,"calendarId":2,"dueWt":,"answeredWt":110,"isOnTime":true,"watch":{"timersOff":["own:consult:1:due","own:consult:1:remind"]},"set":{"marking":[',
  '{"consulted":{"round":1,"question":"Đề nghị ","asked":[{"no":1,"unitId":,"limit":{"unit":"hours","amount":1},"silence":"recorded","legalGround":null,"extension":"on_request","calendarId":2,"askedWt":110,"dueWt":110,"dueAt":"T10:00:00.000Z","beyondDueReason":null}]},"watch":{"timers":[{"key":"own:consult:1:due","calendarId":2,"dueWt":},{"key":"own:consult:1:remind"',
  '},{"taskNo":-1,"stepKey":"consult:1","unitId":,"postKind":"specialist"null,"handedBy":,"waiting":false,"aside":"consult:1"}],"tags":{"Hộ tịch","opinions":"1:',
  '"watch":{"timers":[{"key":"2:","at":"2026-T","watch":{"timersOff":["2:',
  ',"handedBy":}],"process":{"next":4,"live":[{"k":2,"at":"","via":"","in":"","left":,"k":3,"at":"appraise"},{"k":4,"at":"sign"}],"vars":{"proposed":"granted","decision":"granted"}},"status":"processing"}}',
  '"calendarId":2,"dueWt":,"promisedAt":"T10:00:00.000Z","openedAt":"","receivedAt":"","closedAt":null,"tags":{"procedureCode":"1.00","versionId":"2.000635@1","channel":"counter","field":"Hộ tịch","proposed":"granted","resultNumber":"1/KQ"}}}',
  '{"fromUnitId":,"toUnitId":,"set":{"status":"processing","marking":[{"taskNo":2,"stepKey":"appraise","unitId":',
  '{"outcome":"granted","onTime":true,"set":{"status":"decided","closedAt":"2026-","outcome":"granted",',
  '{"outcome":"granted","set":{"marking":[{"taskNo":4,"stepKey":"sign","unitId":,"postKind":"leader","field":null,"assigneeId":null,"waiting":false,"openedAt":"2026-',
  ',"stepKey":"return","stepKey":"issue","unitId":,"postKind":"clerk","field":null,"assigneeId":',
  '{"set":{"marking":[{"taskNo":3,"stepKey":"appraise","unitId":,"postKind":"specialist","field":"Hộ tịch","assigneeId":,"waiting":false,"openedAt":"2026-01-09T02:00:00.000Z","calendarId":2,"dueWt":110760,"handedBy":}],"status":"processing"}}',
].join('')
