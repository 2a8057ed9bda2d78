namespace FineFlow.Core.Distributions;

/// <summary>Newton's method with backtracking for a convex objective of few weights with a ridge around the start.</summary>
internal static class RidgeNewton
{
    private const int MostIterations = 60;
    private const int MostHalvings = 40;

    /// <summary>Twice the distance from the minimum, in units of the objective, at which the method ends.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Rounding of an objective in relation to itself: differences below it say nothing.</summary>
    private const double Rounding = 1e-13;

    /// <summary>Minimises objective(w) + ridge / 2 |w - start|^2.</summary>
    /// <param name="objective">
    /// Writes value, gradient (J) and the lower half of the Hessian (J x J) at the weights, one behind the other.
    /// </param>
    /// <param name="start">The J weights to begin with, around which the ridge stands.</param>
    /// <param name="ridge">Strength of the ridge, above 0.</param>
    public static double[] Minimise(Action<double[], double[]> objective, double[] start, double ridge)
    {
        double[] weights = [.. start];
        var sums = new double[1 + start.Length + start.Length * start.Length];
        Evaluate(objective, weights, start, ridge, sums);
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var step = Step(sums, start.Length);
            var slope = step.Select((length, index) => length * sums[1 + index]).Sum();
            if (-slope <= Tolerance || !Descend(objective, ref weights, step, slope, start, ridge, ref sums))
            {
                break;
            }
        }

        return weights;
    }

    /// <summary>Halves the step until the objective falls as a convex one must; false if it does not.</summary>
    private static bool Descend(
        Action<double[], double[]> objective,
        ref double[] weights,
        double[] step,
        double slope,
        double[] start,
        double ridge,
        ref double[] sums)
    {
        var found = new double[sums.Length];
        var length = 1.0;
        for (var halving = 0; halving <= MostHalvings; halving++, length /= 2)
        {
            double[] trial = [.. weights.Zip(step, (weight, distance) => weight + length * distance)];
            Evaluate(objective, trial, start, ridge, found);
            if (found[0] <= sums[0] + 1e-4 * length * slope + Rounding * Math.Abs(sums[0]))
            {
                (weights, sums) = (trial, found);
                return true;
            }
        }

        return false;
    }

    private static void Evaluate(Action<double[], double[]> objective, double[] weights, double[] start, double ridge, double[] sums)
    {
        objective(weights, sums);
        for (var index = 0; index < weights.Length; index++)
        {
            var distance = weights[index] - start[index];
            sums[0] += ridge / 2 * distance * distance;
            sums[1 + index] += ridge * distance;
            sums[1 + weights.Length + index * (weights.Length + 1)] += ridge;
        }
    }

    /// <summary>Returns Newton's step; where rounding left no positive definite Hessian, its diagonal is raised until it is one.</summary>
    private static double[] Step(double[] sums, int size)
    {
        var gradient = sums.AsSpan(1, size);
        var factors = new double[size * size];
        var raised = 0.0;
        while (!Factorise(sums.AsSpan(1 + size), raised, size, factors))
        {
            raised = raised == 0 ? 1e-12 * Trace(sums.AsSpan(1 + size), size) : 10 * raised;
        }

        return Solve(factors, gradient, size);
    }

    private static double Trace(ReadOnlySpan<double> matrix, int size)
    {
        var trace = 0.0;
        for (var index = 0; index < size; index++)
        {
            trace += matrix[index * (size + 1)];
        }

        return trace;
    }

    /// <summary>Writes Cholesky's factors of the matrix with a raised diagonal; false where it has none.</summary>
    private static bool Factorise(ReadOnlySpan<double> matrix, double raised, int size, double[] factors)
    {
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var rest = matrix[row * size + column] + (row == column ? raised : 0);
                for (var inner = 0; inner < column; inner++)
                {
                    rest -= factors[row * size + inner] * factors[column * size + inner];
                }

                if (row == column && !(rest > 0))
                {
                    return false;
                }

                factors[row * size + column] = row == column ? Math.Sqrt(rest) : rest / factors[column * size + column];
            }
        }

        return true;
    }

    /// <summary>Solves factors factors^T step = -gradient.</summary>
    private static double[] Solve(double[] factors, ReadOnlySpan<double> gradient, int size)
    {
        var step = new double[size];
        for (var row = 0; row < size; row++)
        {
            var rest = -gradient[row];
            for (var column = 0; column < row; column++)
            {
                rest -= factors[row * size + column] * step[column];
            }

            step[row] = rest / factors[row * size + row];
        }

        for (var row = size - 1; row >= 0; row--)
        {
            for (var column = row + 1; column < size; column++)
            {
                step[row] -= factors[column * size + row] * step[column];
            }

            step[row] /= factors[row * size + row];
        }

        return step;
    }
}
