// SPDX-License-Identifier: Apache-2.0
#include "plugins/template/table_model.h"

#include <torch/torch.h>

#include "core/base/error.h"
#include "plugins/template/table_report.h"

namespace assay::table {
namespace {

constexpr int64_t evaluationBatch = 4096;

struct TableBatch final : Batch {
  at::Tensor features;   // [B, F], standardised
  at::Tensor targets;    // [B], class numbers or standardised values

  int64_t size() const override { return features.size(0); }
  void moveTo(c10::Device device) override {
    features = features.to(device);
    targets = targets.to(device);
  }
  std::vector<at::Tensor*> fixedTensors() override { return {&features, &targets}; }
};

at::Tensor featureTensor(const std::vector<std::vector<float>>& rows) {
  const int64_t width = rows.empty() ? 0 : int64_t(rows.front().size());
  at::Tensor tensor = at::empty({int64_t(rows.size()), width});
  float* out = tensor.data_ptr<float>();
  for (const std::vector<float>& row : rows) out = std::copy(row.begin(), row.end(), out);
  return tensor;
}

class TableSource final : public BatchSource {
 public:
  TableSource(const Rows& rows, Kind kind) : features_(featureTensor(rows.features)) {
    targets_ = at::tensor(rows.targets);
    if (kind == Kind::Classify) targets_ = targets_.to(at::kLong);
  }
  int64_t size() const override { return features_.size(0); }
  std::unique_ptr<Batch> makeBatch(std::span<const int64_t> indices, uint64_t) const override {
    const at::Tensor chosen = at::tensor(at::IntArrayRef(indices.data(), indices.size()), at::kLong);
    auto batch = std::make_unique<TableBatch>();
    batch->features = features_.index_select(0, chosen);
    batch->targets = targets_.index_select(0, chosen);
    return batch;
  }

 private:
  at::Tensor features_, targets_;
};

std::vector<double> toDoubles(const at::Tensor& tensor) {
  const at::Tensor host = tensor.to(at::kCPU, at::kDouble).contiguous();
  return {host.data_ptr<double>(), host.data_ptr<double>() + host.numel()};
}

}  // namespace

TableModel::TableModel(const ModelContext& context) : context_(context) {}

const Encoding& TableModel::encoding() {
  const OptionValues& options = context_.spec.options;
  if (!encoding_) encoding_ = learnEncoding(parts().train, options.text("model.target"), options.text("model.kind"));
  return *encoding_;
}

torch::nn::Module& TableModel::network() {
  if (!network_) {
    const OptionValues& options = context_.spec.options;
    const bool isClassifier = encoding().kind == Kind::Classify;
    network_.emplace(NetworkOptions{.inputs = int64_t(encoding().features.size()),
                                    .outputs = isClassifier ? int64_t(encoding().classes.size()) : 1,
                                    .hidden = options.integer("model.hidden"),
                                    .layers = options.integer("model.layers"),
                                    .dropout = options.real("model.dropout")});
  }
  return network_->module();
}

const Parts& TableModel::parts() {
  if (!parts_)
    parts_ = readParts(context_.data, context_.spec.dataRoot, context_.spec.options.real("data.valid_fraction"),
                       uint64_t(context_.spec.options.integer("seed")));
  return *parts_;
}

std::shared_ptr<const BatchSource> TableModel::trainingSource() {
  return std::make_shared<TableSource>(encode(parts().train, encoding(), "training rows"), encoding().kind);
}

LossTerms TableModel::loss(const Batch& batch) {
  const auto& rows = static_cast<const TableBatch&>(batch);
  const at::Tensor outputs = network_->forward(rows.features).to(at::kFloat);
  if (encoding().kind == Kind::Regress) return {at::mse_loss(outputs.squeeze(1), rows.targets), {}};
  const at::Tensor total = at::cross_entropy_loss(outputs, rows.targets);
  const at::Tensor right = outputs.detach().argmax(1).eq(rows.targets).to(at::kFloat).mean();
  return {total, {{"train_accuracy", right}}};
}

at::Tensor TableModel::outputs(const std::vector<std::vector<float>>& features) {
  const c10::Device device = network().parameters().front().device();
  return network_->forward(featureTensor(features).to(device)).to(at::kCPU, at::kDouble);
}

EvaluationResult TableModel::evaluate(Split split, const Progress& progress) {
  const CsvTable& part = split == Split::Valid ? parts().valid : split == Split::Test ? parts().test : parts().train;
  const Rows rows = encode(part, encoding(), std::string(splitName(split)) + " rows");
  std::vector<std::vector<double>> probabilities;
  std::vector<double> values, truths;
  for (int64_t first = 0; first < rows.size(); first += evaluationBatch) {
    progress.step(first, rows.size(), "judging rows");
    const int64_t last = std::min(rows.size(), first + evaluationBatch);
    const at::Tensor out = outputs({rows.features.begin() + first, rows.features.begin() + last});
    if (encoding().kind == Kind::Classify) {
      const at::Tensor softmax = out.softmax(1);
      for (int64_t r = 0; r < softmax.size(0); ++r) probabilities.push_back(toDoubles(softmax[r]));
    } else {
      for (const double value : toDoubles(out.squeeze(1)))
        values.push_back(value * encoding().targetScale + encoding().targetMean);
    }
  }
  if (encoding().kind == Kind::Classify)
    return judgeClasses(probabilities, {rows.targets.begin(), rows.targets.end()}, encoding().classes);
  for (const float target : rows.targets) truths.push_back(target * encoding().targetScale + encoding().targetMean);
  return judgeValues(values, truths, encoding().target);
}

Json TableModel::predict(const Json& input) {
  const std::vector<double> out = [&] {
    const at::Tensor raw = outputs({encodeFeatures(member<Json>(input, "row", "input"), encoding())})[0];
    return toDoubles(encoding().kind == Kind::Classify ? raw.softmax(0) : raw);
  }();
  if (encoding().kind == Kind::Regress)
    return {{"target", encoding().target}, {"value", out.front() * encoding().targetScale + encoding().targetMean}};
  Json probabilities = Json::object();
  for (std::size_t i = 0; i < out.size(); ++i) probabilities[encoding().classes[i]] = out[i];
  const std::size_t best = std::size_t(std::max_element(out.begin(), out.end()) - out.begin());
  return {{"target", encoding().target}, {"class", encoding().classes[best]}, {"probabilities", probabilities}};
}

void TableModel::restoreMetadata(const Json& metadata) {
  encoding_ = encodingFromJson(metadata, "metadata.json");
  network_.reset();   // its shape follows from the encoding
}

}  // namespace assay::table
