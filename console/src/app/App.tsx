import { Center, Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';

import { isSignedOut } from '../api/problem';
import { LivePage } from '../pages/live/LivePage';
import { Failure } from '../parts/Failure';
import { Boundary } from './Boundary';
import { useSession } from './session';
import { Shell } from './Shell';
import { SignIn } from './SignIn';

const CustomersPage = lazy(() => import('../pages/customers/CustomersPage'));
const CustomerPage = lazy(() => import('../pages/customers/CustomerPage'));
const SegmentsPage = lazy(() => import('../pages/segments/SegmentsPage'));
const SegmentPage = lazy(() => import('../pages/segments/SegmentPage'));
const RfmPage = lazy(() => import('../pages/rfm/RfmPage'));
const AutomationsPage = lazy(() => import('../pages/automations/AutomationsPage'));
const AutomationPage = lazy(() => import('../pages/automations/AutomationPage'));
const DeadLettersPage = lazy(() => import('../pages/dead-letters/DeadLettersPage'));

const waiting = (
  <Center mih={240}>
    <Loader />
  </Center>
);

export const App = () => (
  <Switch>
    <Route path="/sign-in" component={SignIn} />
    <Route component={SignedIn} />
  </Switch>
);

function SignedIn() {
  const { isPending, error, refetch } = useSession();
  if (isPending) {
    return waiting;
  }

  return isSignedOut(error) ? <SignIn /> : error ? <Failure error={error} retry={refetch} /> : <Pages />;
}

const Pages = () => (
  <Shell>
    <Boundary>
      <Suspense fallback={waiting}>
        <Switch>
          <Route path="/" component={LivePage} />
          <Route path="/customers" component={CustomersPage} />
          <Route path="/customers/:id">{({ id }) => <CustomerPage key={id} id={decodeURIComponent(id)} />}</Route>
          <Route path="/segments" component={SegmentsPage} />
          <Route path="/segments/:id">{({ id }) => <SegmentPage key={id} id={decodeURIComponent(id)} />}</Route>
          <Route path="/rfm" component={RfmPage} />
          <Route path="/automations" component={AutomationsPage} />
          <Route path="/automations/:id">{({ id }) => <AutomationPage key={id} id={decodeURIComponent(id)} />}</Route>
          <Route path="/dead-letters" component={DeadLettersPage} />
          <Route>
            <Redirect to="/" replace />
          </Route>
        </Switch>
      </Suspense>
    </Boundary>
  </Shell>
);
