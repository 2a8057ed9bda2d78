using FineFlow.Core;

namespace FineFlow.Outputs;

/// <summary>
/// netCDF by the CF conventions, for climate and geoscience tools: variables over time, latitude and longitude, float32 or, as whole
/// counts, int32 (float64 where one is beyond it). Quantiles are variables of their own.
/// </summary>
internal sealed class NetCdfFormat : OutputFormat
{
    public override string Key => "netcdf";

    public override IReadOnlyList<string> Endings => [".nc"];

    public override string MediaType => "application/x-netcdf";

    public override string Description => "netCDF";

    public override bool UsesPlace => true;

    public override bool HoldsQuantiles => true;

    internal override bool HoldsNodata => true;

    public override void Write(Stream stream, Prediction prediction)
    {
        if ((long)prediction.Fine.Rows * prediction.Fine.Columns * sizeof(double) > NetCdfFile.MaxBytes)
        {
            throw new BadInputException(
                prediction.Model,
                $"would answer with maps of {prediction.Fine.Rows} x {prediction.Fine.Columns} cells; netCDF holds maps of less than 4 GB");
        }

        CfFile.Of(prediction).Write(stream);
    }
}
