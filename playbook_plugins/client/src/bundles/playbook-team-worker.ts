/** The worker of the Team page: reads the files of an intake through the gate, apart from the page. */

import {type IntakeAnswer, type IntakeOrder, readInSlices} from '../coaching/intake.ts';

const worker = globalThis as unknown as {
  onmessage: (event: MessageEvent<IntakeOrder>) => void;
  postMessage: (answer: IntakeAnswer) => void;
};

worker.onmessage = ({data}) => {
  void readInSlices(data.files, pieces => {
    worker.postMessage({pieces});
    return true;
  });
};
