/** Namespace of what our models say beyond BPMN. */
export const PROCESS_NAMESPACE = 'urn:thanglong:process:1'

/** Our extension of BPMN as bpmn-moddle and bpmn-js take it. */
export const processExtension = {
  name: 'ThangLong',
  uri: PROCESS_NAMESPACE,
  prefix: 'tl',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'Step',
      superClass: ['Element'],
      properties: ['key', 'postKind', 'place', 'minutes', 'stage', 'output', 'notBy'].map(attribute),
    },
    { name: 'Service', superClass: ['Element'], properties: [attribute('topic')] },
    { name: 'Decision', superClass: ['Element'], properties: ['ref', 'result'].map(attribute) },
    { name: 'Correlation', superClass: ['Element'], properties: [attribute('key')] },
    { name: 'In', superClass: ['Element'], properties: ['source', 'target'].map(attribute) },
    { name: 'Out', superClass: ['Element'], properties: ['source', 'target'].map(attribute) },
    { name: 'CaseProcess', extends: ['bpmn:Process'], properties: [attribute('caseKind')] },
    { name: 'WorkingTimer', extends: ['bpmn:TimerEventDefinition'], properties: [attribute('workingTime')] },
    {
      name: 'ListLoop',
      extends: ['bpmn:MultiInstanceLoopCharacteristics'],
      properties: ['collection', 'item', 'outputCollection', 'outputElement'].map(attribute),
    },
  ],
}

function attribute(name: string) {
  return { name, isAttr: true, type: 'String' }
}
