import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// For `npm run dev`: where a silo runs. Its sign-in works through the proxy as it does at the silo itself.
const silo = process.env['CRM_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  html: { cspNonce: '%CSP_NONCE%' }, // the silo puts a new one there for each answer
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  server: { proxy: { '/api': silo, '/console': silo } },
});
