import { ActionIcon, AppShell, Burger, Button, Group, NavLink, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { NoticeBell } from '#modules/notifications/web/index.ts'
import { AccountMenu, ActingBanner } from '#modules/organisation/web/index.ts'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import { HelpOverlay } from './help-overlay.tsx'
import { HouseMark, SearchMark } from './house-mark.tsx'
import { deskEn } from './messages.en.ts'
import { deskVi } from './messages.vi.ts'
import { screensFor } from './screens.ts'
import { useMe } from './session.ts'
import styles from './shell.module.css'

const GoAnywhere = lazy(async () => ({ default: (await import('./go-anywhere.tsx')).GoAnywhere }))

/** What stands around every screen but the wall: where I am, who I am, where I can go. */
export function Shell({ children }: { children: ReactNode }) {
  const words = useWords({ vi: deskVi, en: deskEn })
  const { language, setLanguage } = useLanguage()
  const me = useMe()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const [menuOpen, menu] = useDisclosure(false)
  const [helpOpen, help] = useDisclosure(false)
  const [finding, setFinding] = useState(false)
  const screens = screensFor(me)

  useKeys(words.help.everywhere, [
    { key: 'mod+k', label: words.help.spotlight, whileTyping: true, run: () => setFinding(true) },
    { key: '?', label: words.help.help, run: help.open },
    ...screens.map(({ name, path, key }) => ({
      key,
      label: words.screens[name],
      run: () => void navigate({ to: path }),
    })),
  ])

  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !menuOpen } }}
      padding={0}
    >
      <a className={styles['skip']} href="#main">
        {words.skip}
      </a>
      <AppShell.Header className={styles['header']}>
        <Burger opened={menuOpen} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label={words.menu} />
        <Link to="/" className={styles['mark']} aria-label={words.name}>
          <HouseMark />
          <span className={styles['name']}>{words.name}</span>
        </Link>
        <Text className={styles['unit']} title={me.post.unitName}>
          {me.post.unitName}
        </Text>
        <Button variant="default" size="xs" className={styles['find']} onClick={() => setFinding(true)}>
          <SearchMark />
          <span className={styles['findText']}>{words.spotlight.open}</span>
          <KeyHint of="mod+k" />
        </Button>
        <Group gap={6} wrap="nowrap" className={styles['tools']}>
          <NoticeBell />
          <ActionIcon
            variant="subtle"
            size="lg"
            className={styles['keys'] ?? ''}
            aria-label={words.help.open}
            onClick={help.open}
          >
            ?
          </ActionIcon>
          <Button
            variant="subtle"
            size="compact-sm"
            lang={language === 'vi' ? 'en' : 'vi'}
            title={words.language.switch}
            onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')}
          >
            {words.language.other}
          </Button>
          <div className={styles['account']}>
            <AccountMenu me={me} onSignedOut={() => location.assign('/desk/')} />
          </div>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={styles['navbar']}>
        <nav aria-label={words.navigation}>
          {screens.map(({ name, path, key }) => (
            <NavLink
              key={name}
              component={Link}
              to={path}
              label={words.screens[name]}
              active={pathname.startsWith(path)}
              aria-current={pathname.startsWith(path) ? 'page' : undefined}
              rightSection={<KeyHint of={key} />}
              onClick={menu.close}
              className={styles['link'] ?? ''}
            />
          ))}
        </nav>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={styles['main']}>
        <ActingBanner me={me} />
        <Suspense fallback={<Text p="md">{words.loading}</Text>}>{children}</Suspense>
      </AppShell.Main>
      {finding ? (
        <Suspense>
          <GoAnywhere screens={screens} onClose={() => setFinding(false)} />
        </Suspense>
      ) : null}
      <HelpOverlay opened={helpOpen} onClose={help.close} />
    </AppShell>
  )
}
