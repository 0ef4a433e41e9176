import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'
import { PressButton } from './press-button.tsx'
import { tokenProperties, tokens } from './tokens.ts'

const jade: MantineColorsTuple = [
  '#edf5f4',
  '#dcebe9',
  '#b9d6d3',
  '#93c0bc',
  '#6fa9a4',
  '#4a8d88',
  '#2f7570',
  tokens.jade,
  tokens.jadeDeep,
  '#0c322f',
]
const lacquer: MantineColorsTuple = [
  '#f9efec',
  '#f0ddd8',
  '#e1bab1',
  '#d19586',
  '#bf7261',
  '#a95443',
  '#923e2d',
  tokens.lacquer,
  '#611f15',
  '#45130b',
]

/** The look of the desk's components; pages add layout, never colours of their own. */
export const theme = createTheme({
  primaryColor: 'jade',
  primaryShade: 7,
  colors: { jade, lacquer },
  black: tokens.ink,
  fontFamily: tokens.font,
  fontFamilyMonospace: tokens.mono,
  headings: { fontFamily: tokens.font, fontWeight: '600' },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: tokens.radius, md: '8px', lg: '12px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { component: PressButton } },
    Modal: {
      defaultProps: {
        centered: false,
        overlayProps: { backgroundOpacity: 0.4 },
        // The head of a dialog is no second banner of the page.
        attributes: { header: { role: 'presentation' } },
      },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Đóng · Close' } } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true } },
  },
})

/** Gives Mantine our ink, lines and dimmed text, and the page our own properties. */
export const themeVariables: CSSVariablesResolver = () => ({
  variables: { ...tokenProperties },
  light: {
    '--mantine-color-body': tokens.surface,
    '--mantine-color-text': tokens.ink,
    '--mantine-color-dimmed': tokens.inkFaint,
    '--mantine-color-placeholder': tokens.inkFaint,
    '--mantine-color-error': tokens.bad,
    '--mantine-color-default-border': tokens.line,
    '--input-bd': tokens.lineStrong,
  },
  dark: {},
})
