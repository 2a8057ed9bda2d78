namespace FineFlow.Experiments.Plans;

/// <summary>Tables and figures of an experiment's results.</summary>
internal enum ExperimentView
{
    /// <summary>Models by datasets, and the improvement over the best other model (the paper's Table 1).</summary>
    Overall,

    /// <summary>Variants of each model compared with its first (Table 2; losses in Figures 5 and 7).</summary>
    Variants,

    /// <summary>Errors over time, size and memory (Figure 4).</summary>
    Efficiency,

    /// <summary>Errors over the values of a setting (Figure 6).</summary>
    Sensitivity,

    /// <summary>Errors by the size of the true flow and by the hour, and the significance of differences.</summary>
    ByFlow,
}
