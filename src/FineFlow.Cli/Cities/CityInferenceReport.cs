using FineFlow.Engine.Predictions;

namespace FineFlow.Cli.Cities;

/// <summary>What became of coarse counts alone.</summary>
/// <param name="Model">The run folder or bundle that inferred the maps.</param>
/// <param name="Fine">The fine maps of all slots.</param>
/// <param name="Page">The page about them.</param>
/// <param name="Maps">The maps of the busiest and the latest slot.</param>
/// <param name="Notes">What was found out about the files.</param>
/// <param name="Prediction">The prediction of all slots.</param>
internal sealed record CityInferenceReport(
    string Model, string Fine, string Page, IReadOnlyList<string> Maps, IReadOnlyList<string> Notes, PredictionReport Prediction);
