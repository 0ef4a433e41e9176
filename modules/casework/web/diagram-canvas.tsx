import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '#platform/ui/i18n.ts'
import { processExtension } from '../process/moddle-extension.ts'
import styles from './diagram-canvas.module.css'
import { drawnText, elementsOf, fitView, servicesOf, type Viewer } from './diagram-services.ts'
import { drawingFault } from './drawing-fault.ts'
import { messages } from './messages.ts'
import type { DiagramNote, DiagramProps } from './diagram-note.ts'

const noNotes: Readonly<Record<string, DiagramNote>> = {}

/** The drawing itself; the mark of its makers stays visible, as their licence asks. */
export function DiagramCanvas({ bpmn, notes = noNotes, label, height = 420, onChoose }: DiagramProps) {
  const words = useWords(messages)
  const holder = useRef<HTMLDivElement>(null)
  const [viewer, setViewer] = useState<Viewer>()
  const [fault, setFault] = useState<string>()

  useEffect(() => {
    if (!holder.current) return undefined
    const made: Viewer = new NavigatedViewer({
      container: holder.current,
      moddleExtensions: { tl: processExtension },
      textRenderer: drawnText,
    })
    let isGone = false
    made
      .importXML(bpmn)
      .then(() => {
        if (isGone) return
        fitView(made)
        setFault(undefined)
        setViewer(made)
      })
      .catch((error: unknown) => setFault(error instanceof Error ? error.message : String(error)))
    return () => {
      isGone = true
      setViewer(undefined)
      made.destroy()
    }
  }, [bpmn])

  useEffect(() => {
    if (!viewer) return undefined
    const { overlays, canvas, events } = servicesOf(viewer)
    const marked: [string, string][] = []
    for (const [key, note] of Object.entries(notes)) {
      for (const element of elementsOf(viewer, key)) {
        overlays.add(element.id, 'note', { position: { bottom: 0, left: 0 }, html: noteBox(note) })
        if (note.weight === undefined) continue
        const marker = `${styles['weighted']} ${styles[weightClass(note.weight)]} ${note.tone === 'alarm' ? styles['alarm'] : ''}`
        for (const name of marker.split(' ').filter(Boolean)) {
          canvas.addMarker(element.id, name)
          marked.push([element.id, name])
        }
      }
    }
    const choose = ({ element }: { element?: { id: string } }) => element && onChoose?.(element.id)
    events.on('element.click', choose)
    return () => {
      events.off('element.click', choose)
      overlays.remove({ type: 'note' })
      for (const [id, name] of marked) canvas.removeMarker(id, name)
    }
  }, [viewer, notes, onChoose])

  return (
    <figure className={styles['figure']} aria-label={label}>
      <div ref={holder} className={styles['canvas']} style={{ height }} />
      {fault ? <p role="alert">{drawingFault(fault, words.graph)}</p> : null}
    </figure>
  )
}

function noteBox({ text, tone }: DiagramNote): HTMLElement {
  const box = document.createElement('div')
  box.className = styles['note'] ?? ''
  if (tone === 'alarm') box.dataset['tone'] = 'alarm'
  box.textContent = text
  return box
}

function weightClass(weight: number): string {
  return `weight${Math.max(0, Math.min(4, Math.floor(weight * 5)))}`
}
