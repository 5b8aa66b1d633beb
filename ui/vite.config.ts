import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { guides } from './guide';

// `--mode mock` runs the window in a plain browser over `src/mock/`; its module is never part of a production bundle.
export default defineConfig({
  plugins: [guides(), svelte()],
  clearScreen: false,
  server: { port: 5173, strictPort: true, fs: { allow: ['..'] } },
  build: {
    target: 'es2022',
    cssTarget: ['safari16.4', 'chrome111'],
    outDir: 'dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 1000,
  },
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  test: { environment: 'happy-dom', testTimeout: 10_000, maxWorkers: 2 },
});
