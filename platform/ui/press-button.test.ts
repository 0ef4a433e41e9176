import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PressButton } from './press-button.tsx'

const shown = (props: Parameters<typeof PressButton>[0]) =>
  renderToStaticMarkup(createElement(PressButton, props, 'Lưu'))

test('a button that works keeps the keyboard, and one that is disabled is disabled', () => {
  expect(shown({ disabled: true, 'data-loading': true, type: 'submit' })).toBe(
    '<button data-loading="true" type="submit" aria-disabled="true" aria-busy="true">Lưu</button>',
  )
  expect(shown({ disabled: true })).toBe('<button type="button" disabled="">Lưu</button>')
  expect(shown({})).toBe('<button type="button">Lưu</button>')
})

test('a button that works takes no second press, nor does Enter in a field send its form again', () => {
  let pressed = 0
  let prevented = 0
  const event = { preventDefault: () => (prevented += 1) } as never
  const element = PressButton({ 'data-loading': true, disabled: true, onClick: () => (pressed += 1) })
  element.props.onClick(event)
  expect({ pressed, prevented }).toEqual({ pressed: 0, prevented: 1 })
  PressButton({ onClick: () => (pressed += 1) }).props.onClick(event)
  expect(pressed).toBe(1)
})
