// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/json.h"
#include "plugins/text_reader/lexicon.h"
#include "plugins/text_reader/text_network.h"

namespace assay::text {

/// {"text": "..."}: its sentences, in each the names and how they are related:
///   {"sentences": [{"text", "names": [{"name", "type", "begin", "end", "score"}],
///                   "relations": [{"head", "tail", "relation", "score"}]}]}; head and tail are numbers of names, places count
///   characters of the sentence. Two names are asked about both ways round, and the likelier way that relates them is told.
/// {"pairs": [{"text", "head", "tail"}, ...]}, with the names as they stand in the text:
///   {"pairs": [{"answers": [{"relation", "score"}, ...]}]}, the likeliest first, at most "top" (3).
/// {"describe": true}: what the model was trained for: {"names": [kinds], "relations": [names]}.
/// Throws Error{BadInput} for another question, a name that the text has not, and one that the model was not trained for.
Json answerText(TextNetwork& network, const Lexicon& lexicon, const Json& question);

}  // namespace assay::text
