using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>The tables of an experiment.</summary>
internal static class ResultSections
{
    /// <summary>Returns the tables of what the experiment shows.</summary>
    public static IEnumerable<ResultSection> Of(ResultTable results) => results.Plan.File.View switch
    {
        ExperimentView.Overall => OverallTable.Sections(results),
        ExperimentView.Variants => VariantsTable.Sections(results),
        ExperimentView.Efficiency => EfficiencyTable.Sections(results),
        ExperimentView.Sensitivity => SensitivityTable.Sections(results),
        _ => ByFlowTable.Sections(results),
    };

    /// <summary>Returns the tables that tell whether the differences are more than chance; none for experiments without rivals.</summary>
    public static IEnumerable<ResultSection> Significance(ResultTable results) =>
        results.Plan.File.View is ExperimentView.Overall or ExperimentView.ByFlow ? SignificanceTable.Sections(results) : [];
}
