// SPDX-License-Identifier: Apache-2.0
#include "core/engine/layers/bi_lstm.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include "core/base/error.h"

namespace assay {
namespace {

/// The places of all sentences, step by step: at step t those sentences that have one, the longest first. So the sentences of a
/// step are the first ones of the step before.
struct Packing {
  std::vector<int64_t> starts{0};   ///< of each step's block of rows; the last is their number
  at::Tensor forward, backward;     ///< [rows] int64: row -> place in [B * T], read from the front or from the back

  Packing(const at::Tensor& lengths, int64_t longest) {
    const int64_t count = lengths.size(0);
    const at::Tensor whole = lengths.contiguous();
    const auto* const length = whole.const_data_ptr<int64_t>();
    std::vector<int64_t> order(static_cast<std::size_t>(count)), there, back;
    std::iota(order.begin(), order.end(), int64_t{0});
    std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return length[a] > length[b]; });
    for (const int64_t b : order) require(length[b] >= 1 && length[b] <= longest, "a sentence's length must be from 1 to the width of its batch", "biLstm", Code::Internal);
    for (int64_t t = 0, active = count; t < longest; ++t) {
      while (active > 0 && length[order[std::size_t(active - 1)]] <= t) --active;
      if (active == 0) break;
      for (int64_t i = 0; i < active; ++i) {
        const int64_t sentence = order[std::size_t(i)];
        there.push_back(sentence * longest + t);
        back.push_back(sentence * longest + length[sentence] - 1 - t);
      }
      starts.push_back(starts.back() + active);
    }
    forward = at::tensor(there, at::TensorOptions().dtype(at::kLong));
    backward = at::tensor(back, at::TensorOptions().dtype(at::kLong));
  }

  int64_t steps() const { return int64_t(starts.size()) - 1; }
  int64_t rows() const { return starts.back(); }
  int64_t begin(int64_t step) const { return starts[std::size_t(step)]; }
  int64_t size(int64_t step) const { return starts[std::size_t(step) + 1] - starts[std::size_t(step)]; }
  at::Tensor block(const at::Tensor& packed, int64_t step) const { return packed.narrow(0, begin(step), size(step)); }
};

/// What the backward pass needs of one direction; rows are packed.
struct Direction {
  at::Tensor places;               ///< of the rows
  at::Tensor x, gates, cells, squashed, states;   ///< squashed: tanh of the cells
};

float* rowsOf(const at::Tensor& packed, int64_t row) { return packed.mutable_data_ptr<float>() + row * packed.size(1); }

/// Cells and states of a step from its gates, which are squashed in place.
void stepForward(Direction& d, const Packing& packing, int64_t step) {
  const int64_t hidden = d.cells.size(1), first = packing.begin(step), count = packing.size(step);
  at::Tensor gates = packing.block(d.gates, step);
  at::Tensor inputForget = gates.narrow(1, 0, 2 * hidden), cell = gates.narrow(1, 2 * hidden, hidden), output = gates.narrow(1, 3 * hidden, hidden);
  inputForget.sigmoid_();
  cell.tanh_();
  output.sigmoid_();
  for (int64_t row = 0; row < count; ++row) {
    const float *const gate = rowsOf(d.gates, first + row), *const before = step > 0 ? rowsOf(d.cells, packing.begin(step - 1) + row) : nullptr;
    float* const now = rowsOf(d.cells, first + row);
    for (int64_t k = 0; k < hidden; ++k) now[k] = gate[k] * gate[2 * hidden + k] + (before != nullptr ? gate[hidden + k] * before[k] : 0);
  }
  at::Tensor squashed = packing.block(d.squashed, step), states = packing.block(d.states, step);
  at::tanh_out(squashed, packing.block(d.cells, step));
  at::mul_out(states, output, squashed);
}

Direction runForward(const at::Tensor& flat, const at::Tensor& places, const Packing& packing, const LstmWeights& weights) {
  const int64_t hidden = weights.hidden.size(1);
  Direction d;
  d.places = places;
  d.x = flat.index_select(0, places);
  d.gates = at::addmm(weights.inputBias + weights.hiddenBias, d.x, weights.input.t());
  d.cells = at::empty({packing.rows(), hidden}, flat.options());
  d.squashed = at::empty_like(d.cells);
  d.states = at::empty_like(d.cells);
  for (int64_t step = 0; step < packing.steps(); ++step) {
    if (step > 0) packing.block(d.gates, step).addmm_(packing.block(d.states, step - 1).narrow(0, 0, packing.size(step)), weights.hidden.t());
    stepForward(d, packing, step);
  }
  return d;
}

/// From the gradients of a step's states and cells to those of its gates (in place of the gates) and of the cells before.
void stepBackward(const Direction& d, const Packing& packing, int64_t step, const at::Tensor& onStates, at::Tensor& onCells, at::Tensor& onGates) {
  const int64_t hidden = d.cells.size(1), first = packing.begin(step), count = packing.size(step);
  for (int64_t row = 0; row < count; ++row) {
    const float *const gate = rowsOf(d.gates, first + row), *const squashed = rowsOf(d.squashed, first + row), *const state = rowsOf(onStates, first + row);
    const float* const before = step > 0 ? rowsOf(d.cells, packing.begin(step - 1) + row) : nullptr;
    float *const cell = rowsOf(onCells, row), *const to = rowsOf(onGates, first + row);
    for (int64_t k = 0; k < hidden; ++k) {
      const float in = gate[k], forget = gate[hidden + k], value = gate[2 * hidden + k], out = gate[3 * hidden + k];
      const float onCell = cell[k] + state[k] * out * (1 - squashed[k] * squashed[k]);
      to[k] = onCell * value * in * (1 - in);
      to[hidden + k] = before != nullptr ? onCell * before[k] * forget * (1 - forget) : 0;
      to[2 * hidden + k] = onCell * in * (1 - value * value);
      to[3 * hidden + k] = state[k] * squashed[k] * out * (1 - out);
      cell[k] = onCell * forget;
    }
  }
}

struct DirectionGradients {
  at::Tensor x;   ///< packed
  at::Tensor input, hidden, bias;
};

DirectionGradients runBackward(const Direction& d, const Packing& packing, const LstmWeights& weights, const at::Tensor& outer) {
  const int64_t hidden = d.cells.size(1);
  at::Tensor onStates = outer.index_select(0, d.places), onGates = at::empty_like(d.gates), onCells = at::zeros({packing.size(0), hidden}, d.cells.options());
  for (int64_t step = packing.steps() - 1; step >= 0; --step) {
    stepBackward(d, packing, step, onStates, onCells, onGates);
    if (step > 0) packing.block(onStates, step - 1).narrow(0, 0, packing.size(step)).addmm_(packing.block(onGates, step), weights.hidden);
  }
  DirectionGradients g;
  g.x = at::mm(onGates, weights.input);
  g.input = at::mm(onGates.t(), d.x);
  g.bias = onGates.sum(0);
  g.hidden = at::zeros_like(weights.hidden);
  if (packing.steps() < 2) return g;
  at::Tensor before = at::empty({packing.rows() - packing.size(0), hidden}, d.states.options());   // the states that each row came from
  for (int64_t step = 1; step < packing.steps(); ++step)
    before.narrow(0, packing.begin(step) - packing.size(0), packing.size(step)).copy_(packing.block(d.states, step - 1).narrow(0, 0, packing.size(step)));
  g.hidden = at::mm(onGates.narrow(0, packing.size(0), before.size(0)).t(), before);
  return g;
}

/// Calls body(0) and body(1), one a thread where there are two; of more threads the products within make better use.
template <class Body>
void bothWays(const Body& body) {
  at::parallel_for(0, 2, at::get_num_threads() > 2 ? 2 : 1, [&](int64_t first, int64_t last) {
    const at::NoGradGuard noGradients;   // of this thread
    for (int64_t way = first; way < last; ++way) body(way);
  });
}

struct BiLstm : torch::autograd::Function<BiLstm> {
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x, const at::Tensor& lengths, const at::Tensor& fi, const at::Tensor& fh,
                            const at::Tensor& fb, const at::Tensor& fc, const at::Tensor& bi, const at::Tensor& bh, const at::Tensor& bb, const at::Tensor& bc) {
    const at::Tensor whole = x.contiguous();
    const Packing packing(lengths, x.size(1));
    const at::Tensor flat = whole.view({-1, x.size(2)});
    const LstmWeights weights[] = {{fi, fh, fb, fc}, {bi, bh, bb, bc}};
    Direction ways[2];
    bothWays([&](int64_t way) { ways[way] = runForward(flat, way == 0 ? packing.forward : packing.backward, packing, weights[way]); });
    const int64_t hidden = fh.size(1);
    at::Tensor out = at::zeros({flat.size(0), 2 * hidden}, x.options());
    for (int64_t way = 0; way < 2; ++way) out.narrow(1, way * hidden, hidden).index_copy_(0, ways[way].places, ways[way].states);
    torch::autograd::variable_list saved{lengths, fi, fh, bi, bh};
    for (const Direction& d : ways) saved.insert(saved.end(), {d.places, d.x, d.gates, d.cells, d.squashed, d.states});
    context->save_for_backward(saved);
    context->saved_data["longest"] = x.size(1);
    return out.view({x.size(0), x.size(1), 2 * hidden});
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list outer) {
    const auto saved = context->get_saved_variables();
    const Packing packing(saved[0], context->saved_data["longest"].toInt());
    const LstmWeights weights[] = {{saved[1], saved[2], {}, {}}, {saved[3], saved[4], {}, {}}};
    const int64_t hidden = saved[2].size(1);
    const at::Tensor given = outer[0].contiguous().view({-1, 2 * hidden});
    DirectionGradients ways[2];
    bothWays([&](int64_t way) {
      const auto at = std::size_t(5 + 6 * way);
      const Direction d{saved[at], saved[at + 1], saved[at + 2], saved[at + 3], saved[at + 4], saved[at + 5]};
      ways[way] = runBackward(d, packing, weights[way], given.narrow(1, way * hidden, hidden));
    });
    at::Tensor onX = at::zeros({given.size(0), saved[1].size(1)}, given.options());
    onX.index_copy_(0, packing.forward, ways[0].x);
    onX.index_add_(0, packing.backward, ways[1].x);
    return {onX.view({outer[0].size(0), outer[0].size(1), -1}), {}, ways[0].input, ways[0].hidden, ways[0].bias, ways[0].bias, ways[1].input, ways[1].hidden, ways[1].bias, ways[1].bias};
  }
};

/// Where it is not the CPU: torch's own layer, on packed sentences.
at::Tensor packedLstm(const at::Tensor& x, const at::Tensor& lengths, const std::vector<at::Tensor>& weights) {
  const auto packed = torch::nn::utils::rnn::pack_padded_sequence(x, lengths.to(at::kCPU), true, false);   // torch wants lengths there
  const int64_t hidden = weights[1].size(1);
  const at::Tensor start = at::zeros({2, x.size(0), hidden}, x.options());
  // cuDNN keeps what a backward pass needs only when it is told that one comes.
  const auto states = at::lstm(packed.data(), packed.batch_sizes(), {start, start}, weights, true, 1, 0.0, /*train=*/at::GradMode::is_enabled(), true);
  const torch::nn::utils::rnn::PackedSequence out(std::get<0>(states), packed.batch_sizes(), packed.sorted_indices(), packed.unsorted_indices());
  return std::get<0>(torch::nn::utils::rnn::pad_packed_sequence(out, true, 0.0, x.size(1)));
}

}  // namespace

at::Tensor biLstm(const at::Tensor& x, const at::Tensor& lengths, const LstmWeights& forward, const LstmWeights& backward) {
  if (!x.is_cpu())
    return packedLstm(x, lengths, {forward.input, forward.hidden, forward.inputBias, forward.hiddenBias, backward.input, backward.hidden, backward.inputBias, backward.hiddenBias});
  return BiLstm::apply(x, lengths, forward.input, forward.hidden, forward.inputBias, forward.hiddenBias, backward.input, backward.hidden, backward.inputBias, backward.hiddenBias);
}

}  // namespace assay
