import { fill } from '#platform/ui/i18n.ts'

/** What bpmn-js says of a model that brings no picture; everything else it says goes to the reader as it is. */
const NO_DRAWING = 'no diagram to display'

/** Why a model cannot be drawn, in the reader's words. */
export function drawingFault(said: string, words: { failed: string; noDrawing: string }): string {
  return said === NO_DRAWING ? words.noDrawing : fill(words.failed, { reason: said })
}
