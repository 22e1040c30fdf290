import { Component, type ReactNode } from 'react';

import { Failure } from '../parts/Failure';

/** What a page throws while it is drawn is shown in its place; the rest of the console goes on. */
export class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    return this.state.error ? <Failure error={this.state.error} retry={() => this.setState({ error: null })} /> : this.props.children;
  }
}
