import { acceptedFiles } from '#modules/files/contract.ts'
import { formatBytes } from '#platform/ui/format.ts'
import type { ProcedureComponent } from '#modules/catalogue/contract.ts'
import type { Bringing, DraftFile, Typed } from '../contract.ts'
import { FilingStep, StepButtons, stepAddress, type StepProps } from './filing-frame.tsx'
import { RadioField } from './form-controls.tsx'
import { put, wordsOf, type Lang } from './words.ts'

export type Paper = {
  component: ProcedureComponent
  caseName: string | null
  required: boolean
  mayBeForm: boolean
  bringing: Bringing
  files: readonly DraftFile[]
}

type Props = StepProps & { papers: readonly Paper[]; delivery: Typed['delivery']; maxUploadBytes: number }

export function PapersStep({ frame, draft, problems, papers, delivery, maxUploadBytes }: Props) {
  const { lang } = frame
  const words = wordsOf(lang).papers
  const asked = papers.filter(({ component }) => !component.knownToState)
  const general = asked.filter((paper) => paper.caseName === null)
  const cases = [...new Set(asked.map((paper) => paper.caseName))].filter((name) => name !== null)
  const known = papers.filter(({ component }) => component.knownToState)
  const one = (paper: Paper) => <PaperField key={paper.component.id} {...{ frame, problems, paper }} />
  return (
    <FilingStep frame={frame} draft={draft} problems={problems} step="papers">
      <p>{put(words.help, { size: formatBytes(maxUploadBytes) })}</p>
      <form
        method="post"
        action={stepAddress(draft, 'papers')}
        encType="multipart/form-data"
        data-upload={maxUploadBytes}
        data-sending={words.sending}
        data-too-large={put(words.tooLarge, { size: formatBytes(maxUploadBytes) })}
      >
        {/* Enter in any field must not press the first button, which could remove a file. */}
        <button
          type="submit"
          name="go"
          value="save"
          className="first-button"
          tabIndex={-1}
          aria-hidden="true"
        >
          {words.save}
        </button>
        {general.map(one)}
        {cases.map((name) => (
          <details
            key={name}
            className="case"
            open={asked.some(
              (paper) => paper.caseName === name && (paper.required || paper.files.length > 0),
            )}
          >
            <summary>
              {words.onlyIf} <span lang="vi">{name}</span>
            </summary>
            {asked.filter((paper) => paper.caseName === name).map(one)}
          </details>
        ))}
        {known.length > 0 && (
          <section aria-labelledby="known">
            <h2 id="known">{words.known}</h2>
            <ul lang="vi">
              {known.map(({ component }) => (
                <li key={component.id}>{component.name}</li>
              ))}
            </ul>
            <p className="hint">{words.knownHint}</p>
          </section>
        )}
        <div className="buttons">
          <button type="submit" name="go" value="save" className="secondary">
            {words.save}
          </button>
        </div>
        <RadioField
          lang={lang}
          problems={problems}
          id="delivery"
          label={words.delivery}
          value={delivery}
          choices={(['counter', 'post', 'online'] as const).map((way) => ({
            value: way,
            label: words.ways[way],
            hint: words.wayHints[way],
          }))}
        />
        <StepButtons frame={frame} />
      </form>
    </FilingStep>
  )
}

type FieldProps = { frame: StepProps['frame']; problems: StepProps['problems']; paper: Paper }

function PaperField({ frame, problems, paper }: FieldProps) {
  const { lang } = frame
  const words = wordsOf(lang).papers
  const { component, required, mayBeForm, bringing, files } = paper
  const id = `file.${component.id}`
  const wrong = problems.filter((problem) => problem.field === id)
  const ways = [
    { value: 'file', label: words.asFile },
    ...(mayBeForm ? [{ value: 'form', label: words.asForm }] : []),
    { value: 'paper', label: words.asPaper },
  ]
  return (
    <fieldset className={wrong.length > 0 ? 'field paper field-wrong' : 'field paper'}>
      <legend lang="vi">
        {component.name}
        {!required && (
          <span className="optional" lang={lang}>
            {' '}
            {words.ifAny}
          </span>
        )}
      </legend>
      {wrong.map((problem) => (
        <p key={problem.vi} className="wrong" id={`${id}-wrong`}>
          {problem[lang]}
        </p>
      ))}
      <FileList lang={lang} files={files} />
      <label htmlFor={id}>{files.length > 0 ? words.addMore : words.choose}</label>
      <input
        id={id}
        name={id}
        type="file"
        multiple
        accept={acceptedFiles}
        {...(wrong.length > 0 ? { 'aria-describedby': `${id}-wrong` } : {})}
      />
      {required && (
        <div className="choices-row">
          {ways.map(({ value, label }) => (
            <label key={value} className="choice">
              <input
                type="radio"
                name={`how.${component.id}`}
                value={value}
                defaultChecked={bringing === value}
              />
              <span>{label}</span>
            </label>
          ))}
        </div>
      )}
    </fieldset>
  )
}

function FileList({ lang, files }: { lang: Lang; files: readonly DraftFile[] }) {
  const words = wordsOf(lang).papers
  if (files.length === 0) return null
  return (
    <ul className="files">
      {files.map((file) => (
        <li key={file.id}>
          <bdi className="file-name">{file.name}</bdi>
          <span className="facts">
            <span>{formatBytes(file.sizeBytes)}</span>
            <span>
              SHA-256 <code>{file.sha256.slice(0, 12)}…</code>
            </span>
          </span>
          <button
            type="submit"
            name="remove"
            value={file.id}
            className="quiet-button"
            aria-label={put(words.removeFile, { name: file.name })}
          >
            {words.remove}
          </button>
        </li>
      ))}
    </ul>
  )
}
