import { Button, TextInput, type TextInputProps } from '@mantine/core'
import { useState, type ReactNode, type Ref } from 'react'
import styles from './day-field.module.css'
import { formatDay, readDay } from './format.ts'
import { useWords } from './i18n.ts'
import { KeyHint } from './key-hint.tsx'

const words = {
  vi: { format: 'Ghi ngày/tháng/năm, ví dụ 30/06/2025', empty: 'ngày/tháng/năm', show: 'Xem' },
  en: { format: 'Write day/month/year, such as 30/06/2025', empty: 'day/month/year', show: 'Show' },
}

type TextProps = Pick<
  TextInputProps,
  'name' | 'label' | 'required' | 'className' | 'onBlur' | 'onKeyDown'
> & {
  size?: TextInputProps['size'] | undefined
  typed: string
  onTyped(typed: string): void
  fieldRef?: Ref<HTMLInputElement> | undefined
}

/** A day being typed; `readDay` says which, and a form waits until it is one. */
export function DayText({ typed, onTyped, fieldRef, size = 'sm', onBlur, onKeyDown, ...rest }: TextProps) {
  const said = useWords(words)
  const [isLeft, setLeft] = useState(false)
  const isWrong = typed !== '' && readDay(typed) === undefined
  return (
    <TextInput
      {...rest}
      size={size}
      ref={fieldRef}
      placeholder={said.empty}
      inputMode="numeric"
      autoComplete="off"
      maxLength={20}
      error={isWrong && (isLeft || typed.length >= 10) && said.format}
      value={typed}
      onChange={(event) => {
        setLeft(false)
        onTyped(event.currentTarget.value)
      }}
      onBlur={(event) => {
        setLeft(true)
        onBlur?.(event)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') setLeft(true)
        onKeyDown?.(event)
      }}
    />
  )
}

type FieldProps = {
  label: string
  /** The day chosen, `YYYY-MM-DD`. */
  day: string | undefined
  onDay(day: string): void
  size?: TextInputProps['size']
}

/** A day as people write it; told as soon as it stands there whole, and a short one when the field is left. */
export function DayField({ label, day, onDay, size }: FieldProps) {
  const [typed, setTyped] = useTyped(day)
  function take(text: string) {
    const read = readDay(text)
    if (read !== undefined && read !== day) onDay(read)
  }
  return (
    <DayText
      size={size}
      label={label}
      typed={typed}
      onTyped={(text) => {
        setTyped(text)
        if (text.length >= 10) take(text)
      }}
      onBlur={() => take(typed)}
      onKeyDown={(event) => event.key === 'Enter' && take(typed)}
    />
  )
}

type ChooserProps = FieldProps & {
  show?: string
  fieldRef?: Ref<HTMLInputElement>
  /** The key that leads into the field. */
  shortcut?: string
  /** On one line with its label, where room is short. */
  isInline?: boolean
  /** What stands behind the button. */
  children?: ReactNode
}

/** Asks for a day and goes there when told to. */
export function DayChooser({
  label,
  day,
  onDay,
  size = 'sm',
  show,
  fieldRef,
  shortcut,
  isInline,
  children,
}: ChooserProps) {
  const said = useWords(words)
  const [typed, setTyped] = useTyped(day)
  const read = readDay(typed)
  return (
    <form
      className={styles['chooser']}
      data-inline={isInline}
      onSubmit={(event) => {
        event.preventDefault()
        if (read !== undefined) onDay(read)
      }}
    >
      <DayText
        className={styles['field'] ?? ''}
        size={size}
        fieldRef={fieldRef}
        label={label}
        typed={typed}
        onTyped={setTyped}
      />
      <Button type="submit" size={size} variant="default" disabled={read === undefined}>
        {show ?? said.show}
        {shortcut === undefined ? null : <KeyHint of={shortcut} />}
      </Button>
      {children}
    </form>
  )
}

/** What is typed, begun anew when the day changes elsewhere. */
function useTyped(day: string | undefined): [string, (typed: string) => void] {
  const shown = day === undefined || formatDay(day) === '–' ? '' : formatDay(day)
  const [typed, setTyped] = useState(shown)
  const [known, setKnown] = useState(shown)
  if (known !== shown) {
    setKnown(shown)
    setTyped(shown)
  }
  return [typed, setTyped]
}
