import '@mantine/core/styles.css';
import 'mantine-datatable/styles.css';
import './app/app.css';

import { createTheme, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';

import { App } from './app/App';
import { isRefused } from './api/problem';
import { texts } from './texts';

const theme = createTheme({ primaryColor: 'blue', primaryShade: 8, defaultRadius: 'md', cursorType: 'pointer' });

// What the silo refuses stays refused; what does not answer is asked again.
const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, retry: (failures, error) => failures < 2 && !isRefused(error) } },
});

// What holds the page still below a dialog writes a style element of its own; it asks for the number by this name.
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
Object.assign(globalThis, { __webpack_nonce__: nonce });

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <I18nextProvider i18n={texts}>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
        <QueryClientProvider client={queries}>
          <App />
        </QueryClientProvider>
      </MantineProvider>
    </I18nextProvider>
  </StrictMode>,
);
