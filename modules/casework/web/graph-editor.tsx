import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css'
import { Button, Group, Text } from '@mantine/core'
import Modeler from 'bpmn-js/lib/Modeler'
import { useEffect, useRef, useState } from 'react'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import type { Decision } from '../process/dmn/decision.ts'
import { processExtension } from '../process/moddle-extension.ts'
import type { Problem } from '../process/problem.ts'
import {
  drawnText,
  elementsOf,
  fitView,
  modelerServicesOf,
  servicesOf,
  type DrawnElement,
  type Viewer,
} from './diagram-services.ts'
import { drawingFault } from './drawing-fault.ts'
import styles from './graph-editor.module.css'
import { messages } from './messages.ts'
import { ProcessDiagram } from './process-diagram.tsx'
import { PropertiesPanel } from './properties-panel.tsx'

type Props = {
  bpmn: string
  decisions: readonly Decision[]
  problems: readonly Problem[]
  goal: string | undefined
  /** Without it the drawing is only looked at. */
  onChange?: ((bpmn: string) => void) | undefined
}

/** The palette covers so much of the width. */
const PALETTE = 0.16

/** The process as a graph: drawn with bpmn-js, our own words of a step in a panel beside it. */
export function GraphEditor({ bpmn, onChange, ...rest }: Props) {
  const words = useWords(messages)
  const { language } = useLanguage()
  if (bpmn === '') return <Text>{words.graph.nothing}</Text>
  if (onChange) return <GraphModeler bpmn={bpmn} onChange={onChange} {...rest} />
  const notes = Object.fromEntries(
    rest.problems
      .filter(({ elementId }) => elementId !== '')
      .map((one) => [
        one.elementId,
        { text: one[language].slice(0, 80), ...(one.severity === 'error' ? { tone: 'alarm' as const } : {}) },
      ]),
  )
  return <ProcessDiagram bpmn={bpmn} notes={notes} label={words.graph.label} height={520} />
}

function GraphModeler({
  bpmn,
  decisions,
  problems,
  goal,
  onChange,
}: Props & { onChange(bpmn: string): void }) {
  const words = useWords(messages)
  const holder = useRef<HTMLDivElement>(null)
  const [modeler, setModeler] = useState<Viewer>()
  const [fault, setFault] = useState<string>()
  const [chosen, setChosen] = useState<{ element: DrawnElement; seen: number }>()
  /** What this drawing wrote last: coming back, it is not read again. */
  const written = useRef<string>(undefined)
  const tell = useRef(onChange)
  useEffect(() => {
    tell.current = onChange
  })

  useEffect(() => {
    if (!holder.current) return undefined
    const made: Viewer = new Modeler({
      container: holder.current,
      moddleExtensions: { tl: processExtension },
      textRenderer: drawnText,
    })
    setModeler(made)
    const { events } = servicesOf(made)
    const { selection } = modelerServicesOf(made)
    let seen = 0
    const look = () => {
      const [element] = selection.get()
      setChosen(element && { element, seen: ++seen })
    }
    events.on('selection.changed', look)
    events.on('commandStack.changed', () => {
      look()
      void made.saveXML({ format: true }).then(({ xml }) => {
        if (xml === undefined) return
        written.current = xml
        tell.current(xml)
      })
    })
    return () => {
      setModeler(undefined)
      setChosen(undefined)
      made.destroy()
    }
  }, [])

  useEffect(() => {
    if (!modeler || bpmn === written.current) return
    written.current = bpmn
    setChosen(undefined)
    modeler
      .importXML(bpmn)
      .then(() => {
        setFault(undefined)
        fitView(modeler, PALETTE)
      })
      .catch((error: unknown) => setFault(error instanceof Error ? error.message : String(error)))
  }, [modeler, bpmn])

  useProblemMarks(modeler, problems, bpmn)
  useEffect(() => {
    if (!modeler || goal === undefined) return
    const [element] = elementsOf(modeler, goal)
    if (!element) return
    servicesOf(modeler).canvas.scrollToElement(element.id)
    modelerServicesOf(modeler).selection.select(element)
  }, [modeler, goal])

  return (
    <div className={styles['editor']}>
      <div>
        <div ref={holder} className={styles['canvas']} role="application" aria-label={words.graph.label} />
        {fault ? <p role="alert">{drawingFault(fault, words.graph)}</p> : null}
        <Group mt="xs">
          <Button variant="default" size="xs" onClick={() => modeler && fitView(modeler, PALETTE)}>
            {words.graph.fit}
          </Button>
        </Group>
      </div>
      <aside className={styles['panel']} aria-label={words.graph.panel}>
        {modeler && chosen ? (
          <PropertiesPanel
            key={chosen.element.id}
            modeler={modeler}
            element={chosen.element}
            seen={chosen.seen}
            decisions={decisions}
          />
        ) : (
          <Text size="sm">{words.graph.chooseOne}</Text>
        )}
      </aside>
    </div>
  )
}

/** The server’s words on the elements they are about. */
function useProblemMarks(modeler: Viewer | undefined, problems: readonly Problem[], drawn: string) {
  const { language } = useLanguage()
  useEffect(() => {
    if (!modeler) return undefined
    const { overlays } = servicesOf(modeler)
    for (const one of problems) {
      if (one.elementId === '') continue
      for (const element of elementsOf(modeler, one.elementId)) {
        const mark = document.createElement('div')
        mark.className = styles['mark'] ?? ''
        mark.dataset['severity'] = one.severity
        mark.textContent = one.severity === 'error' ? '▲' : '!'
        mark.title = one[language]
        overlays.add(element.id, 'problem', { position: { top: -10, right: 10 }, html: mark })
      }
    }
    return () => overlays.remove({ type: 'problem' })
  }, [modeler, problems, language, drawn])
}
