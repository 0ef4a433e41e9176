import type { ProcedureView } from '#modules/catalogue/contract.ts'
import { fill } from '#platform/ui/i18n.ts'
import type { ComponentReceived, ComponentView, StagedFile } from '../contract.ts'

import type { DossierWords } from './messages.ts'

/** One line of the checklist: what is asked for. */
export type Paper = {
  componentId: string
  name: string
  caseName: string | null
  originals: number
  copies: number
  knownToState: boolean
  /** Shown and given back: nothing stays with the dossier. */
  presentOnly: boolean
  /** Asked of this dossier: papers of one case only are not, unless a decision table says so. */
  needed: boolean
}

/** What came for one line. */
export type PaperCount = { originals: number; copies: number; fromData: boolean }
export type PaperCounts = Readonly<Record<string, PaperCount>>

export type AttachedFile = { token: string; name: string; sizeBytes: number; componentId: string }

const nothing: PaperCount = { originals: 0, copies: 0, fromData: false }

/** `asked`: ids of what a published table asks for; null where none does. */
export function papersOf(procedure: ProcedureView, asked: readonly string[] | null = null): Paper[] {
  return procedure.componentGroups.flatMap((group) =>
    group.components.map((component) => ({
      componentId: component.id,
      name: component.name,
      caseName: group.caseName,
      originals: component.originals ?? 0,
      copies: component.copies ?? 0,
      knownToState: component.knownToState ?? false,
      presentOnly: group.purpose === 'present',
      needed: asked ? asked.includes(component.id) : group.caseName === null,
    })),
  )
}

export function papersOfDossier(components: readonly ComponentView[]): Paper[] {
  return components.map((component) => ({
    componentId: component.componentId,
    name: component.name,
    caseName: component.caseName,
    originals: component.requiredOriginals,
    copies: component.requiredCopies,
    knownToState: component.knownToState,
    presentOnly: component.requiredOriginals + component.requiredCopies === 0,
    needed: component.needed,
  }))
}

export function countsOfDossier(components: readonly ComponentView[]): PaperCounts {
  return Object.fromEntries(
    components.map(({ componentId, received, knownToState }) => [
      componentId,
      received
        ? { ...nothing, ...received, fromData: received.fromData ?? false }
        : { ...nothing, fromData: knownToState },
    ]),
  )
}

/** A paper the State already holds is taken from there until somebody says otherwise. */
export function countOf(paper: Paper, counts: PaperCounts): PaperCount {
  return counts[paper.componentId] ?? { ...nothing, fromData: paper.knownToState }
}

export function fullCount(paper: Paper): PaperCount {
  if (paper.knownToState) return { ...nothing, fromData: true }
  const asked = paper.originals + paper.copies
  // Something that is only shown, or whose count is not known, counts as one original seen.
  return { originals: asked === 0 ? 1 : paper.originals, copies: paper.copies, fromData: false }
}

export function isFull(paper: Paper, count: PaperCount): boolean {
  if (count.fromData) return true
  const full = fullCount({ ...paper, knownToState: false })
  return count.originals >= full.originals && count.copies >= full.copies
}

export function missingPapers(papers: readonly Paper[], counts: PaperCounts): Paper[] {
  return papers.filter((paper) => paper.needed && !isFull(paper, countOf(paper, counts)))
}

export function allFull(papers: readonly Paper[], counts: PaperCounts): PaperCounts {
  return {
    ...counts,
    ...Object.fromEntries(
      missingPapers(papers, counts).map((paper) => [paper.componentId, fullCount(paper)]),
    ),
  }
}

/** `1 original, 2 copies`, saying only what there is. */
export function countsInWords(
  counts: { originals: number; copies: number },
  words: DossierWords['counter'],
): string {
  return [
    ...(counts.originals > 0 ? [fill(words.originalsCount, { count: counts.originals })] : []),
    ...(counts.copies > 0 ? [fill(words.copiesCount, { count: counts.copies })] : []),
  ].join(', ')
}

/** The count that `+` and `-` change: originals, unless only copies are asked for. */
export function step(paper: Paper, count: PaperCount, by: 1 | -1): PaperCount {
  const which = paper.originals === 0 && paper.copies > 0 ? 'copies' : 'originals'
  return { ...count, fromData: false, [which]: Math.min(99, Math.max(0, count[which] + by)) }
}

export function toReceived(papers: readonly Paper[], counts: PaperCounts): ComponentReceived[] {
  return papers.flatMap((paper) => {
    const { originals, copies, fromData } = countOf(paper, counts)
    if (fromData) return [{ componentId: paper.componentId, originals: 0, copies: 0, fromData: true }]
    return originals + copies > 0 ? [{ componentId: paper.componentId, originals, copies }] : []
  })
}

export function toStaged(files: readonly AttachedFile[]): StagedFile[] {
  return files.map(({ token, componentId }) => ({ token, componentId }))
}
