# SPDX-License-Identifier: Apache-2.0
"""pykeen_run.py FOLDER MODEL DIMENSION LOOP NEGATIVES BUDGET BATCH: trains with PyKEEN on two threads and prints one JSON line.

Run by benches/kg_speed.py and benches/kg_small.py in an environment of its own. LOOP is lcwa (every entity is a candidate) or slcwa
(NEGATIVES drawn ones a triple). BUDGET is a number of epochs, or seconds as in 110s. An epoch is timed from the second on; with one
epoch that one counts. With a budget of seconds the validation part is ranked twenty times, and the best weights so far are those judged.
"""
import json
import pathlib
import sys
import time

import torch
from pykeen.evaluation import RankBasedEvaluator
from pykeen.losses import CrossEntropyLoss, NSSALoss, SoftplusLoss
from pykeen.models import ComplEx, DistMult, RotatE, TransE
from pykeen.training import LCWATrainingLoop, SLCWATrainingLoop
from pykeen.training.callbacks import TrainingCallback
from pykeen.triples import TriplesFactory

MODELS = {"complex": ComplEx, "distmult": DistMult, "transe": TransE, "rotate": RotatE}
MANY_EPOCHS = 1_000_000


class BudgetSpent(Exception):
    """Ends the training loop."""


class EpochClock(TrainingCallback):
    """Notes when epochs end; with a budget of seconds keeps the weights that are best on the validation part, and ends in time."""

    LOOKS = 20

    def __init__(self, seconds, judge):
        super().__init__()
        self.marks = [time.perf_counter()]
        self.seconds, self.judge = seconds, judge
        self.looked, self.best, self.best_mrr, self.best_epoch = 0, None, -1.0, 0

    def post_epoch(self, epoch, epoch_loss, **kwargs):
        self.marks.append(time.perf_counter())
        if self.seconds is None:
            return
        share = (self.marks[-1] - self.marks[0]) / self.seconds
        if share * self.LOOKS >= self.looked + 1:
            self.looked = int(share * self.LOOKS)
            mrr = self.judge()
            if mrr > self.best_mrr:
                self.best = {name: tensor.detach().clone() for name, tensor in self.model.state_dict().items()}
                self.best_mrr, self.best_epoch = mrr, len(self.marks) - 1
            self.model.train()
        if time.perf_counter() - self.marks[0] >= self.seconds:
            raise BudgetSpent


def loss_of(is_lcwa, model):
    if is_lcwa:
        return CrossEntropyLoss()
    return NSSALoss(margin=9.0, adversarial_temperature=1.0) if model in ("rotate", "transe") else SoftplusLoss()


def judged(model, part, known):
    result = RankBasedEvaluator(filtered=True).evaluate(model, part.mapped_triples, batch_size=64, use_tqdm=False,
                                                        additional_filter_triples=[other.mapped_triples for other in known])
    return float(result.get_metric("both.realistic.inverse_harmonic_mean_rank"))


def main():
    folder, model_name, dimension, loop_name, negatives, budget, batch = sys.argv[1:8]
    folder, is_lcwa = pathlib.Path(folder), loop_name == "lcwa"
    torch.set_num_threads(2)
    torch.manual_seed(0)
    train = TriplesFactory.from_path(folder / "train.txt", create_inverse_triples=is_lcwa)
    share = {"entity_to_id": train.entity_to_id, "relation_to_id": train.relation_to_id}
    test = TriplesFactory.from_path(folder / "test.txt", **share)
    valid = TriplesFactory.from_path(folder / "valid.txt", **share)
    model = MODELS[model_name](triples_factory=train, embedding_dim=int(dimension), loss=loss_of(is_lcwa, model_name), random_seed=0)
    # Adagrad is what Assay's own defaults take; PyKEEN's usual optimiser is Adam.
    optimizer = torch.optim.Adagrad(model.parameters(), lr=0.1) if is_lcwa else torch.optim.Adam(model.parameters(), lr=0.01)
    if is_lcwa:
        loop = LCWATrainingLoop(model=model, triples_factory=train, optimizer=optimizer)
    else:
        loop = SLCWATrainingLoop(model=model, triples_factory=train, optimizer=optimizer, negative_sampler="basic",
                                 negative_sampler_kwargs={"num_negs_per_pos": int(negatives)})
    seconds = float(budget[:-1]) if budget.endswith("s") else None
    clock = EpochClock(seconds, lambda: judged(model, valid, [train]))
    try:
        loop.train(triples_factory=train, num_epochs=int(budget) if seconds is None else MANY_EPOCHS, batch_size=int(batch), use_tqdm=False,
                   use_tqdm_batch=False, callbacks=clock)
    except BudgetSpent:
        model.load_state_dict(clock.best)
    lengths = [b - a for a, b in zip(clock.marks, clock.marks[1:])]
    counted = lengths[1:] or lengths
    # Inverse triples are the same facts written backwards: they do not count twice.
    triples = sum(1 for line in open(folder / "train.txt") if line.strip())
    print(json.dumps({"best_epoch": clock.best_epoch, "epoch_seconds": sum(counted) / len(counted), "epochs": len(lengths), "triples": triples,
                      "train_seconds": clock.marks[-1] - clock.marks[0], "valid_mrr": judged(model, valid, [train]),
                      "mrr": judged(model, test, [train, valid])}))


if __name__ == "__main__":
    main()
