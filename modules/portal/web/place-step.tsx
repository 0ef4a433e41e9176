import type { Typed } from '../contract.ts'
import { FilingStep, StepButtons, stepAddress, type StepProps } from './filing-frame.tsx'
import { RadioField, SelectField, TextField } from './form-controls.tsx'
import { put, wordsOf } from './words.ts'

export type PlaceShown = { id: number; name: string; above: string }

type Props = StepProps & {
  typed: Pick<Typed, 'unitId' | 'districtId' | 'wanted' | 'forWhom'>
  /** The place chosen, if any. */
  chosen: PlaceShown | undefined
  only: boolean
  department: PlaceShown | undefined
  districts: readonly PlaceShown[]
  /** What the search or the district offers. */
  offered: readonly PlaceShown[]
  searched: boolean
}

export function PlaceStep(props: Props) {
  const { frame, draft, problems, typed, chosen, only, department, districts, offered, searched } = props
  const { lang } = frame
  const words = wordsOf(lang).place
  const listed = unique([...(chosen ? [chosen] : []), ...(department ? [department] : []), ...offered])
  // One answer to a search is very likely the one meant; it still has to be sent.
  const selected = String(typed.unitId ?? (offered.length === 1 ? offered[0]?.id : undefined) ?? '')
  const choices = listed.map(({ id, name, above }) => ({
    value: String(id),
    label: name,
    hint: above || undefined,
  }))
  return (
    <FilingStep frame={frame} draft={draft} problems={problems} step="place">
      <form
        method="post"
        action={stepAddress(draft, 'place')}
        data-remember={`${draft.id}.place`}
        data-stamp={draft.updatedAt}
      >
        {only && chosen ? (
          <>
            <p className="note">{put(words.only, { place: chosen.name })}</p>
            <input type="hidden" name="unitId" value={chosen.id} />
          </>
        ) : (
          <>
            {districts.length > 0 && (
              <div className="finder">
                <p>{words.help}</p>
                <TextField
                  lang={lang}
                  problems={problems}
                  id="wanted"
                  label={words.find}
                  hint={words.findHint}
                  type="search"
                  value={typed.wanted}
                />
                <button type="submit" name="go" value="find" className="secondary">
                  {words.findButton}
                </button>
                <SelectField
                  lang={lang}
                  problems={problems}
                  id="districtId"
                  label={words.district}
                  value={typed.districtId === null ? '' : String(typed.districtId)}
                  empty={words.chooseDistrict}
                  choices={districts.map(({ id, name }) => ({ value: String(id), label: name }))}
                />
                <button type="submit" name="go" value="district" className="secondary">
                  {words.districtButton}
                </button>
              </div>
            )}
            {searched && offered.length === 0 && (
              <p className="empty" role="status">
                {put(words.nothing, { wanted: typed.wanted })}
              </p>
            )}
            {choices.length > 0 && (
              <RadioField
                lang={lang}
                problems={problems}
                id="unitId"
                label={words.choose}
                value={selected}
                choices={choices}
              />
            )}
            {choices.length === 0 && <span id="unitId" tabIndex={-1} />}
          </>
        )}
        <RadioField
          lang={lang}
          problems={problems}
          id="forWhom"
          label={words.forWhom}
          value={typed.forWhom}
          choices={[
            { value: 'self', label: words.self },
            { value: 'other', label: words.other, hint: words.otherHint },
          ]}
        />
        <StepButtons frame={frame} />
      </form>
    </FilingStep>
  )
}

function unique(places: readonly PlaceShown[]): PlaceShown[] {
  return [...new Map(places.map((place) => [place.id, place])).values()]
}
