import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exportBpmn, importBpmn } from './bpmn-import.ts'
import { readXml } from './xml-tree.ts'
import { xmlDifferences } from './xml-difference.ts'

// Random models as other tools might write them: elements we run and elements we do not, with extensions of any kind.

const name = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,6}$/)
const text = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .filter((one) => /^[\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u.test(one))
const escaped = text.map((one) =>
  one.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;').replace(/\]\]>/g, ''),
)
const word = fc.stringMatching(/^[\p{L}0-9][\p{L}0-9 .,]{0,10}[\p{L}0-9]$/u)

const foreign: fc.Arbitrary<string> = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      name,
      fc.uniqueArray(fc.tuple(name, escaped), { selector: ([key]) => key, maxLength: 3 }),
      fc.oneof(
        { maxDepth: 2 },
        fc.constant(''),
        word,
        fc.array(tie('element'), { minLength: 1, maxLength: 3 }).map((all) => all.join('')),
      ),
    )
    .map(
      ([tag, attributes, inner]) =>
        `<f:${tag}${attributes.map(([key, value]) => ` ${key}="${value}"`).join('')}>${inner}</f:${tag}>`,
    ),
})).element

const kinds = [
  'userTask',
  'task',
  'scriptTask',
  'manualTask',
  'serviceTask',
  'complexGateway',
  'exclusiveGateway',
  'subProcess',
  'adHocSubProcess',
  'transaction',
  'callActivity',
  'startEvent',
  'endEvent',
  'dataObject',
]
const node = fc.record({
  kind: fc.constantFrom(...kinds),
  label: escaped,
  mark: escaped,
  extensions: fc.array(foreign, { maxLength: 3 }),
  documented: fc.option(word),
})
const box = fc.record({
  x: fc.integer({ min: -500, max: 5000 }),
  y: fc.double({ min: 0, max: 5000, noNaN: true }).map((one) => Math.round(one * 100) / 100),
})

const model = fc.array(fc.tuple(node, box), { minLength: 1, maxLength: 12 }).map((nodes) => {
  const elements = nodes.map(
    ([{ kind, label, mark, extensions, documented }], index) =>
      `<b:${kind} id="n${index}" name="${label}" f:mark="${mark}">${documented ? `<b:documentation>${documented}</b:documentation>` : ''}${extensions.length > 0 ? `<b:extensionElements>${extensions.join('')}</b:extensionElements>` : ''}</b:${kind}>`,
  )
  const flows = nodes
    .slice(1)
    .map((_, index) => `<b:sequenceFlow id="q${index}" sourceRef="n${index}" targetRef="n${index + 1}"/>`)
  const shapes = nodes.map(
    ([, { x, y }], index) =>
      `<di:BPMNShape id="n${index}_di" bpmnElement="n${index}"><dc:Bounds x="${x}" y="${y}" width="100" height="80"/></di:BPMNShape>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?><b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:f="urn:foreign" id="d" targetNamespace="t"><b:process id="p" isExecutable="false">${elements.join('')}${flows.join('')}</b:process><di:BPMNDiagram id="dia"><di:BPMNPlane id="pl" bpmnElement="p">${shapes.join('')}</di:BPMNPlane></di:BPMNDiagram></b:definitions>`
})

test('whatever a tool has written comes out with every element, attribute, extension and shape', async () => {
  await fc.assert(
    fc.asyncProperty(model, async (before) => {
      const { model: read } = await importBpmn(before)
      if (!read) throw new Error('nothing was read')
      const { xml, lost } = await exportBpmn(read)
      expect(lost, 'nothing needs the file as it came').toEqual([])
      const [first, second] = [readXml(before), readXml(xml)]
      if (!('root' in first) || !('root' in second)) throw new Error('no XML')
      expect(xmlDifferences(first.root, second.root)).toEqual([])
      const again = await importBpmn(xml)
      expect(again.model && (await exportBpmn(again.model)).xml, 'and stays so').toBe(xml)
    }),
    { numRuns: 25 },
  )
})
