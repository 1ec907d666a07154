# SPDX-License-Identifier: Apache-2.0
"""pykeen_run.py FOLDER MODEL DIMENSION LOOP NEGATIVES EPOCHS BATCH: trains with PyKEEN on two threads and prints one JSON line.

Run by benches/kg_speed.py in an environment of its own. LOOP is lcwa (every entity is a candidate) or slcwa (NEGATIVES drawn ones a
triple). An epoch is timed from the second on; with one epoch that one counts.
"""
import json
import pathlib
import sys
import time

import torch
from pykeen.evaluation import RankBasedEvaluator
from pykeen.losses import CrossEntropyLoss, SoftplusLoss
from pykeen.models import ComplEx, TransE
from pykeen.training import LCWATrainingLoop, SLCWATrainingLoop
from pykeen.training.callbacks import TrainingCallback
from pykeen.triples import TriplesFactory


def main():
    folder, model_name, dimension, loop_name, negatives, epochs, batch = sys.argv[1:8]
    folder, is_lcwa = pathlib.Path(folder), loop_name == "lcwa"
    torch.set_num_threads(2)
    torch.manual_seed(0)
    train = TriplesFactory.from_path(folder / "train.txt", create_inverse_triples=is_lcwa)
    share = {"entity_to_id": train.entity_to_id, "relation_to_id": train.relation_to_id}
    test = TriplesFactory.from_path(folder / "test.txt", **share)
    valid = TriplesFactory.from_path(folder / "valid.txt", **share)
    loss = CrossEntropyLoss() if is_lcwa else SoftplusLoss()
    model = {"complex": ComplEx, "transe": TransE}[model_name](triples_factory=train, embedding_dim=int(dimension), loss=loss, random_seed=0)
    optimizer = torch.optim.Adagrad(model.parameters(), lr=0.1)
    if is_lcwa:
        loop = LCWATrainingLoop(model=model, triples_factory=train, optimizer=optimizer)
    else:
        loop = SLCWATrainingLoop(model=model, triples_factory=train, optimizer=optimizer, negative_sampler="basic",
                                 negative_sampler_kwargs={"num_negs_per_pos": int(negatives)})
    marks = [time.perf_counter()]


    class EpochClock(TrainingCallback):
        def post_epoch(self, epoch, epoch_loss, **kwargs):
            marks.append(time.perf_counter())

    loop.train(triples_factory=train, num_epochs=int(epochs), batch_size=int(batch), use_tqdm=False, use_tqdm_batch=False, callbacks=EpochClock())
    seconds = [b - a for a, b in zip(marks, marks[1:])]
    counted = seconds[1:] or seconds
    result = RankBasedEvaluator(filtered=True).evaluate(model, test.mapped_triples, batch_size=64, use_tqdm=False,
                                                         additional_filter_triples=[train.mapped_triples, valid.mapped_triples])
    # Inverse triples are the same facts written backwards: they do not count twice.
    triples = sum(1 for line in open(folder / "train.txt") if line.strip())
    print(json.dumps({"epoch_seconds": sum(counted) / len(counted), "triples": triples, "train_seconds": marks[-1] - marks[0],
                      "mrr": float(result.get_metric("both.realistic.inverse_harmonic_mean_rank"))}))


if __name__ == "__main__":
    main()
