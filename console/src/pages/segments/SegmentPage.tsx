import { KnownSegment } from './KnownSegment';
import { NewSegment } from './NewSegment';
import { newId } from './segment';

export default function SegmentPage({ id }: { id: string }) {
  return id === newId ? <NewSegment /> : <KnownSegment id={id} />;
}
