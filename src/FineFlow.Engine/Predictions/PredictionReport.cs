namespace FineFlow.Engine.Predictions;

/// <summary>Report of a prediction.</summary>
/// <param name="Model">The catalog's name of the model.</param>
/// <param name="Output">The file.</param>
/// <param name="Samples">Number of fine maps.</param>
/// <param name="Shape">Their shape, [n, C, N*H, N*W].</param>
/// <param name="Integers">Whether they are whole counts.</param>
/// <param name="MaxConservationError">Largest difference between a block's sum and its coarse count.</param>
/// <param name="Conserves">Whether every block adds up.</param>
/// <param name="Warnings">Differences of the coarse maps to those that the model was trained on, one line each.</param>
public sealed record PredictionReport(
    string Model,
    string Output,
    int Samples,
    int[] Shape,
    bool Integers,
    double MaxConservationError,
    bool Conserves,
    IReadOnlyList<string> Warnings);
