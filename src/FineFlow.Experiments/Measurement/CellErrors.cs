using FineFlow.Core;

namespace FineFlow.Experiments.Measurement;

/// <summary>Errors of each fine cell, averaged over samples and channels, in raw counts.</summary>
/// <param name="Columns">Columns of the map.</param>
/// <param name="Mean">Mean of the inferred minus the true flow, row-major [rows, columns].</param>
/// <param name="Absolute">Mean of its absolute value, row-major [rows, columns].</param>
internal sealed record CellErrors(int Columns, float[] Mean, float[] Absolute)
{
    /// <summary>Compares inferred with true fine maps [n, C, N*H, N*W].</summary>
    public static CellErrors Of(FlowMaps truth, FlowMaps inferred)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(inferred);
        var (cells, maps) = (truth.Rows * truth.Columns, truth.Samples * truth.Channels);
        var (mean, absolute) = (new double[cells], new double[cells]);
        for (var i = 0; i < truth.Values.Length; i++)
        {
            var error = (double)inferred.Values[i] - truth.Values[i];
            mean[i % cells] += error / maps;
            absolute[i % cells] += Math.Abs(error) / maps;
        }

        return new(truth.Columns, Array.ConvertAll(mean, value => (float)value), Array.ConvertAll(absolute, value => (float)value));
    }
}
