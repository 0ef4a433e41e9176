import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import '@fontsource/be-vietnam-pro/400.css'
import '@fontsource/be-vietnam-pro/500.css'
import '@fontsource/be-vietnam-pro/600.css'
import '@fontsource/be-vietnam-pro/700.css'
import '#platform/ui/base.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from '#platform/ui/api.ts'
import { LanguageProvider } from '#platform/ui/i18n.ts'
import { sayNativeProblems } from '#platform/ui/native-problems.ts'
import { theme, themeVariables } from '#platform/ui/theme.ts'
import { createDeskRouter } from './router.tsx'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal stays a refusal; only a lost line or a busy server is worth asking again.
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.kind === 'unavailable',
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})
const router = createDeskRouter()
const root = document.getElementById('desk')
sayNativeProblems(document)

if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={themeVariables} forceColorScheme="light">
        <LanguageProvider>
          <QueryClientProvider client={queries}>
            <Notifications position="bottom-right" autoClose={5000} />
            <RouterProvider router={router} />
          </QueryClientProvider>
        </LanguageProvider>
      </MantineProvider>
    </StrictMode>,
  )
}
