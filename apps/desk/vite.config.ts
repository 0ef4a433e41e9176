import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const api = process.env['THANGLONG_API'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/desk/',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/desk', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // Every script is a file of its own: the content policy lets nothing run inline.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    // Contracts state schemas beside words; a screen that uses the words leaves the schemas and their library behind.
    rolldownOptions: {
      treeshake: {
        manualPureFunctions: ['Type', 'closedText'],
        moduleSideEffects: [
          { test: /node_modules\/typebox\/|modules\/\w+\/contract\.ts$/, sideEffects: false },
        ],
      },
    },
  },
  server: { port: 5173, proxy: { '/api': { target: api, changeOrigin: false } } },
})
