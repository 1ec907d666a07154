// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cmath>

#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include "plugins/knowledge_graph/link_loss.h"
#include "plugins/knowledge_graph/row_math.h"

using namespace assay;
using namespace assay::kg;

namespace {

using Longs = std::vector<int64_t>;

at::Tensor longs(const Longs& values) { return at::tensor(values, at::TensorOptions().dtype(at::kLong)); }

/// Three questions over 7 entities and 2 relations; the first has two answers, entity 1 is asked twice.
QueryBatch threeQuestions() {
  QueryBatch batch;
  batch.entities = longs({1, 4, 1});
  batch.relations = longs({0, 3, 2});
  batch.starts = longs({0, 2, 3, 4});
  batch.rows = longs({0, 0, 1, 2});
  batch.answers = longs({2, 6, 1, 1});
  return batch;
}

KgNetwork network(const char* scorer, int64_t rank = 3) {
  at::manual_seed(7);
  KgNetwork made(makeScorer(scorer), rank, 7, 2, 2);
  const at::NoGradGuard noGradients;
  at::Tensor entities = made.entities(), relations = made.relations();
  entities.normal_(0, 0.7);
  relations.normal_(0, 0.7);
  return made;
}

struct Learnt {
  double total = 0;
  std::vector<std::pair<std::string, double>> parts;
  at::Tensor entities, relations;
};

Learnt learn(const KgNetwork& network, const LossTerms& terms) {
  terms.total.backward();
  Learnt learnt;
  learnt.total = terms.total.item<double>();
  for (const auto& [name, value] : terms.parts) learnt.parts.emplace_back(name, value.item<double>());
  const auto take = [](at::Tensor parameter) {
    const at::Tensor gradient = parameter.grad().is_sparse() ? parameter.grad().to_dense() : parameter.grad().clone();
    parameter.mutable_grad().reset();
    return gradient;
  };
  learnt.entities = take(network.entities());
  learnt.relations = take(network.relations());
  return learnt;
}

bool isNear(const at::Tensor& a, const at::Tensor& b, double tolerance = 1e-5) { return at::allclose(a, b, tolerance, tolerance); }

void setTables(const KgNetwork& network, const std::vector<float>& entities, const std::vector<float>& relations) {
  const at::NoGradGuard noGradients;
  network.entities().copy_(at::tensor(entities).reshape_as(network.entities()));
  network.relations().copy_(at::tensor(relations).reshape_as(network.relations()));
}

/// DistMult of rank 1, three entities 1, 2, 3, one relation 1 (backwards 2): the question (e0, r) scores 1, 2, 3.
KgNetwork counting() {
  KgNetwork made(makeScorer("distmult"), 1, 3, 1, 0);
  setTables(made, {1, 2, 3}, {1, 2});
  return made;
}

QueryBatch oneQuestion() {
  QueryBatch batch;
  batch.entities = longs({0});
  batch.relations = longs({0});
  batch.starts = longs({0, 1});
  batch.rows = longs({0});
  batch.answers = longs({2});
  return batch;
}

}  // namespace

class LinkLossTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void againstAllEntitiesByHand() {
    // log(e + e^2 + e^3) - 3 = .4076059644
    const double expected = std::log(std::exp(1) + std::exp(2) + std::exp(3)) - 3;
    const LossOptions plain{.regulariser = Regulariser::None};
    FusedLoss fused;
    const KgNetwork made = counting();
    QVERIFY(std::abs(differentiableLoss(made, plain, oneQuestion()).total.item<double>() - expected) < 1e-6);
    QVERIFY(std::abs(fused(made, plain, oneQuestion()).total.item<double>() - expected) < 1e-6);
  }

  void penaltiesByHand() {
    // N3: head 1, relation 1, answer 27: 29, a tenth of it. L2: 1 + 1 + 9 = 11. DURA: .5 (1 + 9) + 1.5 (1 + 9) = 20.
    FusedLoss fused;
    const KgNetwork made = counting();
    for (const auto& [kind, expected] : {std::pair{Regulariser::N3, 2.9}, std::pair{Regulariser::L2, 1.1}, std::pair{Regulariser::Dura, 2.0}}) {
      const LossOptions options{.regulariser = kind, .regularisation = 0.1};
      QVERIFY(std::abs(differentiableLoss(made, options, oneQuestion()).parts.back().second.item<double>() - expected) < 1e-6);
      QVERIFY(std::abs(fused(made, options, oneQuestion()).parts.back().second.item<double>() - expected) < 1e-6);
    }
  }

  void relationPredictionByHand() {
    // h t = 3 against relations 1 and 2: log(e^3 + e^6) - 3, half of it counts.
    const double expected = std::log(std::exp(3) + std::exp(6)) - 3;
    const LossOptions options{.regulariser = Regulariser::None, .relationWeight = 0.5};
    FusedLoss fused;
    const KgNetwork made = counting();
    for (const LossTerms& terms : {differentiableLoss(made, options, oneQuestion()), fused(made, options, oneQuestion())}) {
      QVERIFY(terms.parts[1].first == "relation");
      QVERIFY(std::abs(terms.parts[1].second.item<double>() - expected) < 1e-5);
      QVERIFY(std::abs(terms.total.item<double>() - terms.parts[0].second.item<double>() - expected / 2) < 1e-5);
    }
  }

  void aSharedSampleStandsForAllEntities() {
    // Candidates 0 and 2 of three; 2 is the answer itself, so only 0 is wrong: it counts 3/2 times.
    QueryBatch batch = oneQuestion();
    batch.negatives = longs({0, 2});
    batch.knownRows = longs({0});
    batch.knownColumns = longs({1});
    const double expected = std::log(1.5 * std::exp(1) + std::exp(3)) - 3;
    const LossOptions options{.negatives = Negatives::Shared, .regulariser = Regulariser::None};
    const KgNetwork made = counting();
    QVERIFY(std::abs(differentiableLoss(made, options, batch).total.item<double>() - expected) < 1e-6);
  }

  void selfAdversarialByHand() {
    // Wrong: scores 1 and 2, weights softmax(1, 2); right: 3. Half the sum of both sides.
    QueryBatch batch = oneQuestion();
    batch.negatives = longs({0, 1});
    batch.knownRows = batch.knownColumns = longs({});
    const auto softplus = [](double x) { return std::log1p(std::exp(x)); };
    const double second = 1 / (1 + std::exp(-1.0));
    const double expected = (softplus(-3) + (1 - second) * softplus(1) + second * softplus(2)) / 2;
    const LossOptions options{.negatives = Negatives::SelfAdversarial, .regulariser = Regulariser::None, .temperature = 1};
    const KgNetwork made = counting();
    QVERIFY(std::abs(differentiableLoss(made, options, batch).total.item<double>() - expected) < 1e-6);
  }

  void theFusedLossIsTheDifferentiableOne_data() {
    QTest::addColumn<QString>("scorer");
    QTest::addColumn<int>("regulariser");
    QTest::addColumn<double>("relationWeight");
    QTest::addColumn<bool>("isByTorch");
    for (const bool isByTorch : {false, true})
      for (const char* scorer : {"distmult", "complex"})
        for (const Regulariser kind : {Regulariser::None, Regulariser::N3, Regulariser::L2, Regulariser::Dura})
          for (const double weight : {0.0, 2.0})
            QTest::addRow("%s, penalty %d, relations %g, by %s", scorer, int(kind), weight, isByTorch ? "torch" : "kernels")
                << scorer << int(kind) << weight << isByTorch;
  }
  void theFusedLossIsTheDifferentiableOne() {
    QFETCH(QString, scorer);
    QFETCH(int, regulariser);
    QFETCH(double, relationWeight);
    QFETCH(bool, isByTorch);
    const LossOptions options{.regulariser = Regulariser(regulariser), .regularisation = 0.2, .relationWeight = relationWeight};
    const KgNetwork made = network(qPrintable(scorer));
    QVERIFY(FusedLoss::canCompute(made, options));
    FusedLoss fused(isByTorch ? &torchRowMath() : nullptr);
    const Learnt slow = learn(made, differentiableLoss(made, options, threeQuestions()));
    for (int again = 0; again < 2; ++again) {   // buffers are used again
      const Learnt quick = learn(made, fused(made, options, threeQuestions()));
      QVERIFY(std::abs(quick.total - slow.total) < 1e-5);
      QCOMPARE(quick.parts.size(), slow.parts.size());
      for (std::size_t i = 0; i < slow.parts.size(); ++i) {
        QVERIFY(quick.parts[i].first == slow.parts[i].first);
        QVERIFY(std::abs(quick.parts[i].second - slow.parts[i].second) < 1e-5);
      }
      QVERIFY(isNear(quick.entities, slow.entities));
      QVERIFY(isNear(quick.relations, slow.relations));
    }
  }

  void gradientsOfSeveralBatchesAddUp() {
    const LossOptions options{.regularisation = 0.1, .relationWeight = 1};
    const KgNetwork made = network("complex");
    FusedLoss fused;
    const Learnt once = learn(made, fused(made, options, threeQuestions()));
    fused(made, options, threeQuestions()).total.backward();
    const Learnt twice = learn(made, fused(made, options, threeQuestions()) );
    QVERIFY(isNear(twice.entities, once.entities * 2));
    QVERIFY(isNear(twice.relations, once.relations * 2));
  }

  void bf16IsTheSameWithinItsPrecision() {
    const LossOptions options{.regularisation = 0.1, .relationWeight = 1};
    for (const RowMath* math : {&kernelRowMath(), &torchRowMath()}) {
      const KgNetwork made = network("complex", 32);
      FusedLoss fused(math);
      const Learnt exact = learn(made, fused(made, options, threeQuestions()));
      at::autocast::set_autocast_enabled(at::kCPU, true);
      const Learnt rounded = learn(made, fused(made, options, threeQuestions()));
      at::autocast::set_autocast_enabled(at::kCPU, false);
      QVERIFY(rounded.total != exact.total);
      QVERIFY(std::abs(rounded.total - exact.total) < 0.02 * exact.total);
      QVERIFY((rounded.entities - exact.entities).norm().item<double>() < 0.05 * exact.entities.norm().item<double>());
    }
  }

  void sampledCandidatesGiveGradientsOfTheirRowsOnly() {
    QueryBatch batch = oneQuestion();
    batch.negatives = longs({1});
    batch.knownRows = batch.knownColumns = longs({});
    for (const char* scorer : {"distmult", "complex", "transe", "rotate"}) {
      const KgNetwork made = network(scorer);
      const LossOptions options{.negatives = Negatives::SelfAdversarial, .regulariser = Regulariser::N3, .regularisation = 0.1, .margin = 2};
      differentiableLoss(made, options, batch).total.backward();
      const at::Tensor gradient = made.entities().grad();
      QVERIFY(gradient.is_sparse());
      QVERIFY(at::equal(gradient.coalesce().indices()[0], longs({0, 1, 2})));
      QVERIFY(gradient.to_dense().isfinite().all().item<bool>());
      QVERIFY(made.relations().grad().is_sparse());
    }
  }

  void distancesLearnFromAllEntitiesToo() {
    for (const char* scorer : {"transe", "rotate"}) {
      const KgNetwork made = network(scorer);
      const LossOptions options{.regulariser = Regulariser::None, .margin = 2};
      QVERIFY(!FusedLoss::canCompute(made, options));
      const Learnt learnt = learn(made, differentiableLoss(made, options, threeQuestions()));
      QVERIFY(learnt.total > 0 && learnt.entities.isfinite().all().item<bool>());
    }
  }
};

QTEST_APPLESS_MAIN(LinkLossTest)
#include "tst_kg_link_loss.moc"
