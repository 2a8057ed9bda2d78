using FineFlow.Core.Distributions;

namespace FineFlow.Engine.Predictions;

/// <summary>Report of a prediction.</summary>
/// <param name="Model">The catalog's name of the model.</param>
/// <param name="Output">The file.</param>
/// <param name="Samples">Number of fine maps.</param>
/// <param name="Shape">Their shape, [n, C, N*H, N*W].</param>
/// <param name="Integers">Whether they are whole counts.</param>
/// <param name="Estimate">The metric for which they are best, where the model says how sure it is.</param>
/// <param name="Quantiles">Levels of the quantiles that were written.</param>
/// <param name="Draws">Number of draws that were written.</param>
/// <param name="Files">All files that were written, <paramref name="Output"/> first.</param>
/// <param name="Observed">Number of coarse cells whose count was observed.</param>
/// <param name="Inferred">Number of coarse cells whose count was missing, and inferred.</param>
/// <param name="MaxConservationError">Largest difference between an observed block's sum and its coarse count.</param>
/// <param name="Conserves">Whether every observed block adds up.</param>
/// <param name="Warnings">Differences of the coarse maps to those that the model was trained on, one line each.</param>
public sealed record PredictionReport(
    string Model,
    string Output,
    int Samples,
    int[] Shape,
    bool Integers,
    EstimateKind Estimate,
    IReadOnlyList<double> Quantiles,
    int Draws,
    IReadOnlyList<string> Files,
    int Observed,
    int Inferred,
    double MaxConservationError,
    bool Conserves,
    IReadOnlyList<string> Warnings);
