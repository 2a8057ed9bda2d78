namespace FineFlow.Engine.Predictions;

/// <summary>What was predicted.</summary>
/// <param name="Model">The catalog's name of the model.</param>
/// <param name="Output">The file.</param>
/// <param name="Samples">Number of fine maps.</param>
/// <param name="Shape">Their shape, [n, C, N*H, N*W].</param>
/// <param name="Integers">Whether they are whole counts.</param>
/// <param name="MaxConservationError">Largest difference between a block's sum and its coarse count.</param>
/// <param name="Conserves">Whether every block adds up.</param>
/// <param name="Warnings">How the coarse maps are unlike those of the model's training, a line each.</param>
public sealed record PredictionReport(
    string Model,
    string Output,
    int Samples,
    int[] Shape,
    bool Integers,
    double MaxConservationError,
    bool Conserves,
    IReadOnlyList<string> Warnings);
