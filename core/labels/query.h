// SPDX-License-Identifier: Apache-2.0
// The gallery's query language: words that narrow down the items of a project.
//   class:short,open status:unlabelled -split:test name:board_01 boxes:>3 group:"lot 12" 4711
// Terms are joined by "and"; the values of one term, separated by commas, by "or"; a minus turns a term
// round. A bare word is looked for in the file name. `*` stands for any run of characters. Letters of
// either case are the same. Text that is not understood narrows nothing and is reported in problems().
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/labels/item.h"

namespace assay {

enum class QueryField { Name, Class, Status, Split, Source, Group, Boxes };

/// What a query looks at. Points into values that the caller keeps alive.
struct QuerySubject {
  const Item* item = nullptr;
  const std::vector<std::pair<std::string, int>>* classes = nullptr;   ///< class name and count of its labels
};

struct QueryTerm {
  QueryField field = QueryField::Name;
  bool negated = false;
  std::vector<std::string> values;   ///< any of them; never empty
  bool operator==(const QueryTerm&) const = default;
};

class ASSAY_CORE_API Query {
 public:
  /// Never throws: a person is in the middle of typing.
  static Query parse(std::string_view text);
  /// Canonical text; parse(text()) gives the same terms.
  std::string text() const;

  bool matches(const QuerySubject& subject) const;
  bool empty() const { return terms_.empty(); }
  const std::vector<QueryTerm>& terms() const { return terms_; }
  /// One sentence for each part that was not understood.
  const std::vector<std::string>& problems() const { return problems_; }

  /// Whether a positive term of `field` names exactly this value: the facet is pressed.
  bool selects(QueryField field, std::string_view value) const;
  /// Presses or releases a facet. Values of one field are alternatives.
  Query toggled(QueryField field, const std::string& value) const;
  /// Without any term of the field.
  Query without(QueryField field) const;

 private:
  std::vector<QueryTerm> terms_;
  std::vector<std::string> problems_;
  friend struct QueryParser;
};

/// How many items each value of a field would leave, given all terms of the *other* fields: what a
/// person gets by pressing that value instead of the present ones.
struct FacetCounts {
  using Counts = std::vector<std::pair<std::string, int>>;
  Counts classes, statuses, splits, sources, groups;   ///< every value that occurs at all, in display order
  bool groupsRepeatSources = true;                     ///< no item is of another group than its source: that facet says nothing new
  int matching = 0;                                    ///< items that the whole query leaves
};

/// `classOrder`: the project's classes; they come first and are listed even when nothing has them.
ASSAY_CORE_API FacetCounts countFacets(const std::vector<QuerySubject>& subjects, const Query& query,
                                       const std::vector<std::string>& classOrder);

ASSAY_CORE_API std::string_view queryFieldName(QueryField field);   // "name", "class", ...

}  // namespace assay
