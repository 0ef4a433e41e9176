import type { ComponentProps, MouseEvent } from 'react'

type Props = ComponentProps<'button'> & { 'data-loading'?: boolean | string }

/**
 * The element of every button. While it works it cannot be pressed again, but it stays where the keyboard is: a button
 * that is disabled loses the focus, and whoever works without a mouse would begin again at the top of the page.
 */
export function PressButton({ disabled = false, onClick, type = 'button', ...others }: Props) {
  const isBusy = Boolean(others['data-loading'])
  return (
    <button
      {...others}
      type={type}
      disabled={disabled && !isBusy}
      aria-disabled={isBusy || others['aria-disabled']}
      aria-busy={isBusy || undefined}
      onClick={isBusy ? refuse : onClick}
    />
  )
}

/** Also keeps Enter in a field from sending the form once more. */
function refuse(event: MouseEvent) {
  event.preventDefault()
}
